using Kickoff.Local;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

/// <summary>A function as it was built beside these tests, in a folder of its own with the configuration a test gives it.</summary>
internal static class FunctionPackage
{
    /// <summary>Copies the function's build output and returns the path of its bootstrap.</summary>
    public static string Unpack(string function, string folder, IEnumerable<KeyValuePair<string, string>> config)
    {
        var built = Path.Combine(Checkout.Root, "functions", function, "bin", Configuration, "net10.0");
        Directory.CreateDirectory(Path.Combine(folder, "config"));
        foreach (var file in Directory.EnumerateFiles(built).Where(file => !file.EndsWith(".pdb", StringComparison.Ordinal)))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        foreach (var (name, text) in config)
        {
            File.WriteAllText(Path.Combine(folder, "config", name), text);
        }

        return Path.Combine(folder, "bootstrap");
    }

#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif
}
