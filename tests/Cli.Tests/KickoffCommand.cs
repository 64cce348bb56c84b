using System.Diagnostics;

namespace Kickoff.Cli.Tests;

/// <summary>What the command said, line ends and all.</summary>
internal sealed record Said(int ExitCode, string Output, string Error);

/// <summary>The kickoff command as a process in the checkout, without AWS credentials or a region.</summary>
internal static class KickoffCommand
{
    public static string Root { get; } = FindRoot();

    public static Task<Said> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), arguments);

    public static async Task<Said> RunAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Root };
        start.ArgumentList.Add(Path.Combine(Root, "src", "Kickoff.Cli", "bin", output.Parent!.Name, output.Name, "kickoff.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var variable in start.Environment.Keys.Where(
            name => name.StartsWith("AWS_", StringComparison.Ordinal) || name.StartsWith("KICKOFF_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["AWS_CONFIG_FILE"] = "/nonexistent";
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/nonexistent";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new Said(process.ExitCode, await said, await complained);
    }

    /// <summary>The expected output of this name.</summary>
    public static string Golden(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", name + ".txt"));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Kickoff.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("Run the tests inside the checkout.");
        }

        return folder.FullName;
    }
}
