namespace Kickoff.Local.Processes;

/// <summary>Finds programs as a shell would, and in the checkout's own virtual environment.</summary>
public static class Programs
{
    public static string? Find(string name) =>
        Settings.SearchPath.Append(Path.Combine(Checkout.Root, ".venv", "bin"))
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
}
