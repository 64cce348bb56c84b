using System.Diagnostics;

namespace Kickoff.Cli.Tests;

/// <summary>./run and ./test where there is no dotnet: what is wrong with their options is said before anything is got or built.</summary>
public sealed class RunAndTestTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("kickoff-path-").FullName;

    public RunAndTestTests()
    {
        foreach (var program in (string[])["cat", "dirname"])
        {
            File.CreateSymbolicLink(Path.Combine(_path, program), Path.Combine("/bin", program));
        }
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);

    [Theory]
    [InlineData("run --nonsense", "'--nonsense' is not an option")]
    [InlineData("run --fixtures nowhere.json", "there is no file")]
    [InlineData("run --fixtures=nowhere.json", "there is no file")]
    [InlineData("run --config nowhere", "there is no folder")]
    [InlineData("run --day 28.6.2012", "--day 2012-06-28")]
    [InlineData("run --zone", "--zone needs a value")]
    [InlineData("test nonsense", "there is no part 'nonsense'; there are: style core")]
    [InlineData("test core wire nonsense", "there is no part 'nonsense'")]
    [InlineData("test --nonsense", "there is no option '--nonsense'")]
    public async Task A_wrong_option_is_refused_at_once(string line, string complaint)
    {
        var (code, _, complained) = await ShellAsync(line);

        Assert.Equal(2, code);
        Assert.Contains(complaint, complained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run --config config --fixtures data/fixtures/euro-2012.json --day=2012-06-28 --native --keep")]
    [InlineData("test core SomeTests")]
    [InlineData("test")]
    public async Task What_is_right_gets_as_far_as_the_SDK(string line)
    {
        var (code, _, complained) = await ShellAsync(line);

        Assert.Equal(1, code);
        Assert.Contains("needs the .NET 10 SDK", complained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run --help", "--native")]
    [InlineData("test --help", "PART FILTER")]
    [InlineData("test --list", "endtoend")]
    public async Task Help_needs_nothing(string line, string says)
    {
        var (code, said, _) = await ShellAsync(line);

        Assert.Equal(0, code);
        Assert.Contains(says, said, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Said, string Complained)> ShellAsync(string line)
    {
        var start = new ProcessStartInfo("env")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = KickoffCommand.Root,
        };
        foreach (var argument in (string[])["-i", $"PATH={_path}", "/bin/sh", .. line.Split(' ')])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await said, await complained);
    }
}
