using Kickoff.Local;

namespace Kickoff.Wire.Tests.Local;

public sealed class WorkDirectoryTests : IDisposable
{
    // No process has this id: Linux's largest is 4,194,304.
    private const int Ended = 99_999_999;

    private readonly string _parent = Directory.CreateTempSubdirectory("kickoff-work-").FullName;

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void What_an_ended_process_left_goes_when_the_next_of_its_name_begins()
    {
        var left = Make($"matchday-{Ended}-{new string('a', 32)}");

        var begun = WorkDirectory.New(_parent, "matchday");

        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(begun));
    }

    [Fact]
    public void What_is_in_use_or_of_another_name_or_of_somebody_else_stays()
    {
        string[] stay =
        [
            Make($"matchday-{Environment.ProcessId}-{new string('a', 32)}"),
            Make($"emulator-{Ended}-{new string('a', 32)}"),
            Make($"matchday-emulator-{Ended}-{new string('a', 32)}"),
            Make("matchday-notes"),
        ];

        WorkDirectory.New(_parent, "matchday");

        Assert.All(stay, directory => Assert.True(Directory.Exists(directory), directory));
    }

    private string Make(string name)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_parent, name)).FullName;
        File.WriteAllText(Path.Combine(directory, "bootstrap"), "");
        return directory;
    }
}
