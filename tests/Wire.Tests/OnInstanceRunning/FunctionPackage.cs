using Published = Kickoff.Local.Stage.FunctionPackage;

namespace Kickoff.Wire.Tests.OnInstanceRunning;

/// <summary>A function as it was built beside these tests, in a folder of its own with the configuration a test gives it.</summary>
internal static class FunctionPackage
{
    /// <summary>Copies the function's build output and returns the path of its bootstrap.</summary>
    public static string Unpack(string function, string folder, IEnumerable<KeyValuePair<string, string>> config)
    {
        Published.Copy(Published.Built(function), folder);
        Directory.CreateDirectory(Path.Combine(folder, "config"));
        foreach (var (name, text) in config)
        {
            File.WriteAllText(Path.Combine(folder, "config", name), text);
        }

        return Path.Combine(folder, "bootstrap");
    }
}
