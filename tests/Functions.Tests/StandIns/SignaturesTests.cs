namespace Kickoff.Functions.Tests.StandIns;

/// <summary>
/// official/PACKAGE.txt is what AWS's package shows of the types that Kickoff uses: Amazon.Lambda.* read from AWS's own assemblies, ELB's
/// from the sources of AWS SDK for .NET 4.
/// </summary>
public sealed class SignaturesTests
{
    private static readonly string StandIns = Path.Combine(AppContext.BaseDirectory, "AwsStandIns.dll");

    private static readonly string[] Names = [
        .. Directory.GetFiles(Recorded(""), "*.txt").Select(file => Path.GetFileNameWithoutExtension(file))];

    public static TheoryData<string> Packages => [.. Names];

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_stand_in_shows_nothing_that_the_official_package_does_not(string package)
    {
        var recorded = File.ReadLines(Recorded(package + ".txt")).ToHashSet(StringComparer.Ordinal);
        var official = Path.Combine(AppContext.BaseDirectory, package + ".dll");
        if (File.Exists(official))
        {
            // The package itself: does it still show what was recorded?
            Assert.Empty(recorded.Except(Signatures.Of(official)));
            return;
        }

        var types = recorded.Select(Signatures.TypeOf).ToHashSet(StringComparer.Ordinal);
        var shown = Signatures.Of(StandIns).Where(line => types.Contains(Signatures.TypeOf(line))).ToArray();

        Assert.NotEmpty(shown);
        Assert.Empty(shown.Except(recorded));
    }

    [Fact]
    public void There_is_no_stand_in_for_what_was_never_recorded()
    {
        var types = Names.SelectMany(package => File.ReadLines(Recorded(package + ".txt"))).Select(Signatures.TypeOf).ToHashSet(
            StringComparer.Ordinal);

        Assert.Empty(File.Exists(StandIns) ? Signatures.Of(StandIns).Where(line => !types.Contains(Signatures.TypeOf(line))) : []);
    }

    private static string Recorded(string file) => Path.Combine(AppContext.BaseDirectory, "official", file);
}
