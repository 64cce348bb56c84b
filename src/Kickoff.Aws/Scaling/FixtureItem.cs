using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Ledger;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Aws.Scaling;

/// <summary>A fixture as an item of its table, and back.</summary>
internal static class FixtureItem
{
    public static Dictionary<string, AttributeValue> At(FixtureKey key) => new(StringComparer.Ordinal)
    {
        ["competition"] = LedgerItem.Text(key.Competition),
        ["id"] = LedgerItem.Text(key.Id),
    };

    public static Dictionary<string, AttributeValue> Of(Fixture fixture) =>
        At(fixture.Key)
            .With("day", LocalDatePattern.Iso.Format(fixture.Day))
            .With("round", fixture.Round)
            .With("home", fixture.Home)
            .With("away", fixture.Away)
            .With("kickoff", fixture.Kickoff)
            .With("zone", fixture.Zone)
            .With("status", fixture.Status.ToString())
            .With("knockout", fixture.Knockout ? 1 : 0)
            .With("source", fixture.Source)
            .With("importedAt", fixture.ImportedAt);

    public static Fixture Read(Dictionary<string, AttributeValue> item) => new()
    {
        Key = new FixtureKey(item.Text("competition"), item.Text("id")),
        Day = LocalDatePattern.Iso.Parse(item.Text("day")).GetValueOrThrow(),
        Round = item.TextOrNull("round") ?? "",
        Home = item.Text("home"),
        Away = item.Text("away"),
        Kickoff = item.InstantOrNull("kickoff"),
        Zone = Zone(item),
        Status = Enum.Parse<FixtureStatus>(item.Text("status")),
        Knockout = item.Number("knockout") == 1,
        Source = item.Text("source"),
        ImportedAt = item.Instant("importedAt"),
    };

    /// <summary>Of a match whose kickoff is known the zone is only for people.</summary>
    private static string Zone(Dictionary<string, AttributeValue> item)
    {
        var zone = item.Text("zone");
        return item.InstantOrNull("kickoff") is not null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null
            ? zone
            : throw new InvalidDataException($"it has no kickoff time, and '{zone}' is no time zone that is known here");
    }
}
