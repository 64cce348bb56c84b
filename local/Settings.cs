namespace Kickoff.Local;

/// <summary>What the local world takes from the environment it was started in.</summary>
public static class Settings
{
    /// <summary>The directories programs are looked for in.</summary>
    public static IReadOnlyList<string> SearchPath { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What a child process needs of our environment to start at all; nothing else is handed on.</summary>
    public static IReadOnlyDictionary<string, string> Inherited { get; } =
        new[] { "PATH", "HOME", "TMPDIR", "DOTNET_ROOT", "LD_LIBRARY_PATH" }
            .Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(variable => variable.Value is not null)
            .ToDictionary(variable => variable.Name, variable => variable.Value!, StringComparer.Ordinal);

    /// <summary>Folder of the functions' native executables, one folder each; null: plain builds are used.</summary>
    public static string? PublishedFunctions { get; } =
        Environment.GetEnvironmentVariable("KICKOFF_FUNCTIONS") is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;
}
