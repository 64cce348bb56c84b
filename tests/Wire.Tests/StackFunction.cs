using Kickoff.Local.Emulator;
using Kickoff.Local.Lambda;
using Kickoff.Local.Stage;
using FunctionPackage = Kickoff.Wire.Tests.OnInstanceRunning.FunctionPackage;

namespace Kickoff.Wire.Tests;

/// <summary>One function of a stack: its own binary with a test's configuration, and the settings template.yaml gives it.</summary>
internal static class StackFunction
{
    public static LambdaFunction Start(
        StackTemplate template, string function, string stack, string folder, EmulatorProxy proxy,
        IEnumerable<KeyValuePair<string, string>> config)
    {
        var resource = template.Function(function);
        return LambdaFunction.Start(new LambdaOptions
        {
            Name = stack,
            Command = [FunctionPackage.Unpack(function, folder, config)],
            TaskRoot = folder,
            LogDirectory = Path.Combine(folder, "log"),
            Environment = resource.Environment,
            Timeout = resource.Timeout,
            MaximumRetryAttempts = 0,
            Aws = proxy.Endpoint,
        });
    }
}
