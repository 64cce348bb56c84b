using Kickoff.Core.Fixtures;

namespace Kickoff.Core.Scaling;

/// <summary>A rule with its names folded: they are compared with every fixture of a year.</summary>
internal sealed class FoldedRule(DemandRule rule, TeamNames names)
{
    private readonly NamePattern? _team = rule.Team is null ? null : new(names.Of(rule.Team));

    /// <summary>A pattern is of names as they are written, not only of the one they stand for.</summary>
    private readonly NamePattern? _teamAsWritten = rule.Team?.Contains('*', StringComparison.Ordinal) == true
        ? new(names.Folded(rule.Team)) : null;

    private readonly NamePattern? _competition = rule.Competition is null ? null : new(names.Folded(rule.Competition));

    private readonly NamePattern? _round = rule.Round is null ? null : new(names.Folded(rule.Round));

    public DemandRule Rule => rule;

    /// <summary>Of which stages only; null for a rule that a fixture of any stage, or of none, may meet.</summary>
    public StageSet? Stages => rule.Stages ?? (_round is { IsName: true } && rule.RoundAsStage is { } stage ? new([stage]) : null);

    public bool Matches(FoldedFixture fixture) =>
        (_competition is null || _competition.Matches(fixture.Competition))
        && (_team is null || _team.Matches(fixture.Home) || _team.Matches(fixture.Away) || IsWrittenSo(fixture))
        && (_round is null || _round.Matches(fixture.Round) || (rule.RoundAsStage is { } stage && stage == fixture.Stage))
        && (rule.Stages is null || (fixture.Stage is { } of && rule.Stages.Contains(of)));

    /// <summary>Every fixture that the other matches and that is of a stage this one allows.</summary>
    public bool CoversButForStages(FoldedRule other) => CoversTeam(other) && CoversRound(other)
        && (_competition is null || (other._competition is { } competition && _competition.Covers(competition)));

    private bool CoversTeam(FoldedRule other) => _team is null || (other._team is { } team && _team.Covers(team)
        && (other._teamAsWritten is null || (_teamAsWritten is not null && _teamAsWritten.Covers(other._teamAsWritten))));

    private bool CoversRound(FoldedRule other)
    {
        if (_round is null)
        {
            return true;
        }

        // A round that names a stage is met by what others call that stage, too.
        return other._round is not null && _round.Covers(other._round)
            && (other.Rule.RoundAsStage is null || other.Rule.RoundAsStage == rule.RoundAsStage || _round.Covers(new NamePattern("*")));
    }

    private bool IsWrittenSo(FoldedFixture fixture) => _teamAsWritten is not null
        && (_teamAsWritten.Matches(fixture.HomeAsWritten) || _teamAsWritten.Matches(fixture.AwayAsWritten));
}

/// <summary>What a fixture is compared by.</summary>
internal readonly struct FoldedFixture(Fixture fixture, TeamNames names)
{
    public string Home { get; } = names.Of(fixture.Home);

    public string Away { get; } = names.Of(fixture.Away);

    public string HomeAsWritten => names.Folded(fixture.Home);

    public string AwayAsWritten => names.Folded(fixture.Away);

    public string Competition { get; } = names.Folded(fixture.Competition);

    public string Round { get; } = names.Folded(fixture.Round);

    /// <summary>0.1 stored none: then the round may say it.</summary>
    public Stage? Stage => fixture.Stage ?? StageText.Read(fixture.Round);
}
