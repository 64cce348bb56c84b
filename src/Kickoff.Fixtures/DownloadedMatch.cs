using System.Globalization;
using Kickoff.Core.Fixtures;
using NodaTime;

namespace Kickoff.Fixtures;

/// <summary>A row of fixturedownload.com, JSON or CSV.</summary>
internal sealed record DownloadedMatch(int Line, string Home, string Away, Instant? Kickoff, LocalDate Day)
{
    public const string Source = "fixturedownload";

    public string? Number { get; init; }

    public string? Round { get; init; }

    public string? Group { get; init; }

    public bool HasResult { get; init; }

    private int? RoundNumber => int.TryParse(Round, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private bool IsOfGroup => !string.IsNullOrWhiteSpace(Group);

    public static void Add(List<DownloadedMatch> matches, string zone, Rows rows)
    {
        var stages = Stages(matches, rows);
        foreach (var match in matches)
        {
            var id = match.Number is { Length: > 0 } number ? $"match-{number}" : null;
            var stage = stages.GetValueOrDefault(match);
            var row = new Row(Source, match.RoundText(stage), match.Home, match.Away, match.Kickoff, match.Day, zone)
            {
                Id = id,
                ProviderId = id,
                Stage = stage,
                Status = match.HasResult ? FixtureStatus.Finished
                    : match.Kickoff is null ? FixtureStatus.Scheduled
                    : FixtureStatus.Timed,
            };
            rows.Add(row, match.Line);
        }
    }

    private string RoundText(Stage? stage) => RoundNumber is null ? Round ?? ""
        : stage is { } known and not (Stage.Group or Stage.League) ? Words(known)
        : $"Matchday {Round}";

    private static string Words(Stage stage)
    {
        var words = stage.Name().Replace('_', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    /// <summary>
    /// Rounds are numbers there, also those of a knockout. Where some matches are of a group and others of none, or the competition is a
    /// cup, they are counted from the last: the final, the semi-finals before it, and so on. A last round of more than two matches is no
    /// final's: the file does not go so far, and then only extra time is known.
    /// </summary>
    private static Dictionary<DownloadedMatch, Stage?> Stages(List<DownloadedMatch> matches, Rows rows)
    {
        var stages = new Dictionary<DownloadedMatch, Stage?>(ReferenceEqualityComparer.Instance);
        foreach (var match in matches.Where(match => match.IsOfGroup))
        {
            stages[match] = Stage.Group;
        }

        var knockout = stages.Count > 0 || Rows.IsCup(rows.Competition.Replace('-', ' '))
            ? matches.Where(match => !match.IsOfGroup && match.RoundNumber is not null).GroupBy(match => match.RoundNumber!.Value)
                .OrderByDescending(round => round.Key).ToArray()
            : [];
        if (knockout.Length == 0)
        {
            return stages;
        }

        var last = knockout[0].OrderByDescending(match => match.Kickoff ?? Instant.MinValue).ToArray();
        foreach (var round in knockout)
        {
            var stage = last.Length > 2 ? Stage.PlayOff : Before(knockout[0].Key - round.Key);
            foreach (var match in round)
            {
                stages[match] = stage == Stage.Final && match != last[0] ? Stage.ThirdPlace : stage;
            }
        }

        return stages;
    }

    private static Stage Before(int rounds) => rounds switch
    {
        0 => Stage.Final,
        1 => Stage.SemiFinal,
        2 => Stage.QuarterFinal,
        3 => Stage.RoundOf16,
        4 => Stage.RoundOf32,
        5 => Stage.RoundOf64,
        6 => Stage.RoundOf128,
        _ => Stage.PlayOff,
    };
}
