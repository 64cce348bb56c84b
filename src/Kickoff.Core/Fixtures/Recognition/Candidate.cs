using System.Globalization;
using NodaTime;

namespace Kickoff.Core.Fixtures.Recognition;

/// <summary>A fixture or a row with what it is compared by.</summary>
internal sealed class Candidate(Fixture fixture, TeamNames names, FixtureRow? row = null)
{
    public Fixture Fixture => fixture;

    public FixtureRow? Row => row;

    public string Home { get; } = names.Of(fixture.Home);

    public string Away { get; } = names.Of(fixture.Away);

    public string HomeCore { get; set; } = ClubName.Core(names.Of(fixture.Home));

    public string AwayCore { get; set; } = ClubName.Core(names.Of(fixture.Away));

    public bool HomeIsOpen { get; } = Placeholder.Is(fixture.Home);

    /// <summary>An event that no teams play has nobody to wait for.</summary>
    public bool AwayIsOpen { get; } = Placeholder.Is(fixture.Away) && (fixture.Away.Length > 0 || Placeholder.Is(fixture.Home));

    /// <summary>Both teams are still to be known.</summary>
    public bool IsOpen => HomeIsOpen && AwayIsOpen;

    public string Round { get; } = NameFold.Of(fixture.Round);

    public string? Id => fixture.ProviderId;

    public string Pair => $"{Home}\n{Away}";

    public string Core => $"{HomeCore}\n{AwayCore}";

    public string Day { get; } = Text(fixture.Day);

    public string DayBefore => Text(fixture.Day.PlusDays(-1));

    public string DayAfter => Text(fixture.Day.PlusDays(1));

    public string When => fixture.Kickoff is { } kickoff ? kickoff.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) : Day;

    public Instant Begin { get; } = fixture.Begin;

    /// <summary>Nothing but the key tells these two apart.</summary>
    public bool IsTwinOf(Candidate other) => Pair == other.Pair && When == other.When && Round == other.Round;

    /// <summary>The one may have become the other by teams becoming known.</summary>
    public bool MayFill(Candidate other) =>
        (HomeIsOpen || other.HomeIsOpen || HomeCore == other.HomeCore) && (AwayIsOpen || other.AwayIsOpen || AwayCore == other.AwayCore);

    private static string Text(LocalDate day) => day.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture);

    public bool SharesTeamWith(Candidate other) => HomeCore == other.HomeCore || AwayCore == other.AwayCore;
}
