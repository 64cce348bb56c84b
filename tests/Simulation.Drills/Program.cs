using Kickoff.Simulation.Drills;

return CommandLine.Run(args, Console.Out);
