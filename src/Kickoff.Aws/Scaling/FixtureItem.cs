using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Kickoff.Aws.Ledger;
using Kickoff.Core.Configuration;
using Kickoff.Core.Fixtures;
using NodaTime;
using NodaTime.Text;

namespace Kickoff.Aws.Scaling;

/// <summary>
/// A fixture as an item of its table, and back. 0.1 reads it too: what it has no word for stands in attributes it does not know, and
/// <c>status</c> has the word of its own that comes to the same for it.
/// </summary>
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
            .With("status", WordOfOld(fixture).ToString())
            .With("word", WordOfOld(fixture) == fixture.Status ? null : fixture.Status.ToString())
            .With("knockout", fixture.Knockout ? 1 : 0)
            .With("stage", fixture.Stage?.Name())
            .With("length", fixture.Length is { } length ? DurationText.Format(length) : null)
            .With("source", fixture.Source)
            .With("providerId", fixture.ProviderId)
            .With("revision", fixture.Revision is { } revision ? Text(revision) : null)
            .With("importedAt", fixture.ImportedAt)
            .With("retired", fixture.Retired)
            .With("missing", fixture.Missing)
            .With("hadRule", fixture.HadRule ? "yes" : null)
            .With("servers", fixture.Servers?.ToString())
            .With("removedBy", fixture.RemovedBy);

    public static Fixture Read(Dictionary<string, AttributeValue> item) => new()
    {
        Key = new FixtureKey(item.Text("competition"), item.Text("id")),
        Day = LocalDatePattern.Iso.Parse(item.Text("day")).GetValueOrThrow(),
        Round = item.TextOrNull("round") ?? "",
        Home = item.Text("home"),
        Away = item.Text("away"),
        Kickoff = item.InstantOrNull("kickoff"),
        Zone = Zone(item),
        Status = Status(item),
        Knockout = item.Number("knockout") == 1,
        Stage = item.TextOrNull("stage") is { } stage ? Stages.OfName(stage) : null,
        Length = DurationText.TryParse(item.TextOrNull("length"), out var length) ? length : null,
        Source = item.Text("source"),
        ProviderId = item.TextOrNull("providerId"),
        Revision = Revision(item.TextOrNull("revision")),
        ImportedAt = item.Instant("importedAt"),
        Retired = item.InstantOrNull("retired"),
        Missing = item.InstantOrNull("missing"),
        HadRule = item.TextOrNull("hadRule") is not null,
        Servers = OwnServers.Read(item.TextOrNull("servers")),
        RemovedBy = item.TextOrNull("removedBy"),
    };

    /// <summary>0.1 knows no retired fixture and none that was abandoned: to it they are one that is off and one that is over.</summary>
    private static FixtureStatus WordOfOld(Fixture fixture) => fixture.Retired is not null ? FixtureStatus.Cancelled
        : fixture.Status == FixtureStatus.Abandoned ? FixtureStatus.Finished
        : fixture.Status;

    /// <summary>A newer version's word that this one does not know leaves the one it wrote for us.</summary>
    private static FixtureStatus Status(Dictionary<string, AttributeValue> item) =>
        Enum.TryParse<FixtureStatus>(item.TextOrNull("word"), out var word) ? word : Enum.Parse<FixtureStatus>(item.Text("status"));

    private static string Text(Revision revision) =>
        string.Create(CultureInfo.InvariantCulture, $"{revision.Sequence} {LedgerTime.Format(revision.At)}");

    private static Revision? Revision(string? text) =>
        text?.Split(' ') is [var sequence, var at] ? new(int.Parse(sequence, CultureInfo.InvariantCulture), LedgerTime.Parse(at)) : null;

    /// <summary>Of a match whose kickoff is known the zone is only for people.</summary>
    private static string Zone(Dictionary<string, AttributeValue> item)
    {
        var zone = item.Text("zone");
        return item.InstantOrNull("kickoff") is not null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null
            ? zone
            : throw new InvalidDataException($"it has no kickoff time, and '{zone}' is no time zone that is known here");
    }
}
