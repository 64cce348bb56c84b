namespace Kickoff.Local;

/// <summary>The checkout we run in.</summary>
public static class Checkout
{
    /// <summary>The directory with Kickoff.slnx in it, above where we were built.</summary>
    public static string Root { get; } = Find();

    /// <summary>A new directory of our own under <c>.work</c>, which git ignores.</summary>
    public static string NewWorkDirectory(string name) => WorkDirectory.New(Path.Combine(Root, ".work"), name);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Kickoff.slnx")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException($"There is no Kickoff.slnx above {AppContext.BaseDirectory}: run from a checkout of Kickoff.");
    }
}
