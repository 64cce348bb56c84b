using System.Globalization;
using Kickoff.FixtureTrials;

return args switch
{
    ["mutate", var count, ..] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var files) =>
        Mutations.Run(files, args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 2012),
    ["replay", var zone, .. { Length: > 0 } versions] => Replay.Run(zone, versions),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        eng/fixture-trials mutate COUNT [SEED]      reads COUNT broken files of every format: no exception of a kind not meant
        eng/fixture-trials replay ZONE FILE...      imports the versions of one file in order: the table must say what the last one says.
                                                    A version named …@SECONDS is imported at that time (since 1970),
                                                    else all before the first match
        """);
    return 2;
}
