namespace Kickoff.Local.Stage;

/// <summary>A function as it would be unpacked at /var/task: what was built, with the configuration beside it.</summary>
public static class FunctionPackage
{
    /// <summary>
    /// Where the function was published (KICKOFF_FUNCTIONS, which ./test sets), else where a plain build has left it: of the same
    /// configuration (Debug, Release) as the program that asks.
    /// </summary>
    public static string Built(string function)
    {
        if (Settings.PublishedFunctions is { } published)
        {
            return Path.Combine(published, function);
        }

        var configuration = AppContext.BaseDirectory.Contains(
            $"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";
        return Path.Combine(Checkout.Root, "functions", function, "bin", configuration, "net10.0");
    }

    /// <summary>Copies a build and the configuration into a directory of their own; returns the bootstrap.</summary>
    public static string Unpack(string built, string configuration, string into)
    {
        var bootstrap = Path.Combine(built, "bootstrap");
        if (!File.Exists(bootstrap))
        {
            throw new FileNotFoundException(
                $"There is no function at {bootstrap}: build it first (make build-… or dotnet build).", bootstrap);
        }

        Copy(built, into);
        Copy(configuration, Path.Combine(into, "config"));
        return Path.Combine(into, "bootstrap");
    }

    public static void Copy(string from, string into)
    {
        Directory.CreateDirectory(into);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            File.Copy(file, Path.Combine(into, Path.GetFileName(file)), overwrite: true);
        }

        foreach (var directory in Directory.EnumerateDirectories(from))
        {
            Copy(directory, Path.Combine(into, Path.GetFileName(directory)));
        }
    }
}
