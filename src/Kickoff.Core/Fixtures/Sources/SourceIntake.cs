namespace Kickoff.Core.Fixtures.Sources;

/// <summary>
/// What became of an answer, and what is remembered of its source now: null where somebody else took an answer of it in meanwhile, so that
/// it is to be taken in again.
/// </summary>
public sealed record Intake(ImportOutcome Outcome, SourceState? State);

/// <summary>How an answer is taken in.</summary>
public sealed record IntakeOptions
{
    public static IntakeOptions AsIs { get; } = new();

    /// <summary>Also where it takes servers away.</summary>
    public bool Accept { get; init; }

    /// <summary>What the next request needs, of an answer that is in the table now.</summary>
    public Func<SourceState, SourceState> Remember { get; init; } = state => state;

    /// <summary>Shows people how far the writing of so many fixtures is; null for nobody.</summary>
    public Func<int, Func<IProgress<int>?, Task>, Task>? Show { get; init; }
}

/// <summary>
/// Takes one answer of a source into the table, the same way from the feed and by hand: judged, accepted or not, written, remembered.
/// Stopped anywhere and done again it ends the same.
/// </summary>
public sealed class SourceIntake(IFixtureSources states, SourceImport import)
{
    public async Task<Intake> TakeAsync(
        FixtureSource source, SourceState state, SourceAnswer answer, IntakeOptions options, CancellationToken cancel)
    {
        var outcome = await import.JudgeAsync(source, state, answer, cancel);
        var judgement = outcome.Judgement;
        if (!judgement.Objections.IsEmpty && !options.Accept && state.Accepted != judgement.Print)
        {
            var since = state.Waiting is { } waiting && waiting.Print == judgement.Print ? waiting.Since : answer.At;
            return new(outcome, await states.KeepAsync(
                state with { Waiting = new(since, judgement.Print, judgement.Objections), Trouble = null, Failures = 0 }, cancel));
        }

        // What it is about to have is found again though this stops half-way.
        var competitions = state.Competitions.Union(answer.Rows.Select(row => row.Fixture.Competition));
        if (competitions.Count > state.Competitions.Count)
        {
            if (await states.KeepAsync(state with { Competitions = competitions }, cancel) is not { } known)
            {
                return new(outcome, null);
            }

            state = known;
        }

        var show = options.Show ?? ((_, write) => write(null));
        await show(
            outcome.Recognized.ToPut.Count(), async progress => outcome = await import.WriteAsync(outcome, progress, cancel));
        // Validators are of the answer that is in the table.
        return new(outcome, await states.KeepAsync(
            options.Remember(state with
            {
                Asked = answer.At,
                Answered = answer.At,
                ETag = null,
                LastModified = null,
                Digest = null,
                Rows = answer.IsWhole ? answer.Rows.Length : Math.Max(state.Rows, answer.Rows.Length),
                Failures = 0,
                Trouble = null,
                Waiting = null,
                Accepted = null,
            }), cancel));
    }
}
