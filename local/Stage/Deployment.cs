using Kickoff.Local.Lambda;

namespace Kickoff.Local.Stage;

/// <summary>Unpacks each function with the configuration and gives it the settings template.yaml says.</summary>
internal sealed class Deployment(WorldOptions options, StackTemplate template, string configuration, Uri aws)
{
    private const string TaskRoot = "/var/task";

    public LambdaFunction Start(string function)
    {
        var resource = template.Function(function);
        var root = Path.Combine(options.Directory, "functions", function);
        var built = options.Built.GetValueOrDefault(function) ?? FunctionPackage.Built(function);
        var bootstrap = FunctionPackage.Unpack(built, configuration, root);
        return LambdaFunction.Start(new LambdaOptions
        {
            Name = function,
            Command = [bootstrap],
            TaskRoot = root,
            Environment = resource.Environment.ToDictionary(
                variable => variable.Key, variable => variable.Value.Replace(TaskRoot, root, StringComparison.Ordinal),
                StringComparer.Ordinal),
            Timeout = resource.Timeout,
            MemorySize = resource.MemorySize,
            MaximumRetryAttempts = 0,
            Region = options.Region,
            Aws = aws,
            LogDirectory = Path.Combine(options.Directory, "log"),
        });
    }
}
