using System.Security.Cryptography;
using System.Text;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Core.Telemetry;
using NodaTime;

namespace Kickoff.Core.Fixtures.Feed;

/// <summary>
/// Asks one source and takes its answer in. What is not an answer (no connection, an error, a page, nothing, half of it) changes nothing
/// but what is remembered of the source. Stopped anywhere, it counts as a failure, so that what stops it is not met again in every minute.
/// </summary>
public sealed class SourcePoll(
    FixtureSettings settings, SourceSecrets secrets, ISourceDownload download, ISourceReader reader, IFixtureSources states,
    SourceIntake intake, IJournal journal)
{
    private const string Unfinished = "it was asked, and its answer was not dealt with to the end";

    /// <summary>
    /// An answer that stays the same is read again after so long: recurring events are expanded from the day they are read, and this
    /// version may understand what the last did not.
    /// </summary>
    private static readonly Duration Rereading = Duration.FromDays(1);

    private readonly PollLines _lines = new(journal);

    /// <summary>What is remembered of it afterwards.</summary>
    public async Task<SourceState> AskAsync(DueSource due, Instant now, CancellationToken cancel)
    {
        var claim = Next(due, due.State with { Asked = now, Failures = due.State.Failures + 1, NotBefore = null, Trouble = Unfinished });
        if (await PutAsync(due, claim, cancel) is not { } state)
        {
            return due.State;
        }

        var known = IsKnown(state, now);
        var (request, refusal) = await secrets.FillAsync(
            due.Source, known ? state.ETag : null, known ? state.LastModified : null, cancel);
        var answer = request is null ? new Download.Failed(refusal) : await download.GetAsync(request, cancel);
        return await answer.Match(
            content => TakeAsync(due, state, content, now, cancel),
            _ => SameAsync(due, state, "not modified", now, cancel),
            failed => FailAsync(
                due, failed.RetryAfter is { } after ? state with { NotBefore = now + after } : state, failed.Reason, cancel));
    }

    private bool IsKnown(SourceState state, Instant now) =>
        state.Digest is not null && state.ReadWith == settings.Print && state.Read is { } read && now < read + Rereading;

    private async Task<SourceState> TakeAsync(
        DueSource due, SourceState state, Download.Content content, Instant now, CancellationToken cancel)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.Text)));
        if (IsKnown(state, now) && digest == state.Digest)
        {
            var same = state with { ETag = content.ETag, LastModified = content.LastModified };
            return await SameAsync(due, same, "the same as before", now, cancel);
        }

        var read = reader.Read(due.Source, settings, content.Text, now);
        if (read.Fault is { } fault)
        {
            return await FailAsync(due, state, fault, cancel);
        }

        // Between seasons a list of the next few is empty; a season never is.
        if (read.Rows.IsEmpty && (due.Source.Covers == SourceCover.Season || !read.Rejected.IsEmpty))
        {
            return await FailAsync(due, state, $"it has no fixture{(read.Rejected is [var first, ..] ? $": {first}" : "")}", cancel);
        }

        // What is rejected is not missing.
        var taken = await intake.TakeAsync(
            due.Source, state, new SourceAnswer(read.Rows, read.Rejected.IsEmpty && !read.IsPart, now),
            new IntakeOptions
            {
                Remember = after => Next(due, after with
                {
                    ETag = content.ETag,
                    LastModified = content.LastModified,
                    Digest = digest,
                    Read = now,
                    ReadWith = settings.Print,
                    Trouble = PollLines.Rejected(read.Rejected),
                }),
            },
            cancel);
        _lines.Taken(due.Source, read, taken.Outcome);
        return taken.State ?? Overtaken(due);
    }

    private async Task<SourceState> SameAsync(
        DueSource due, SourceState state, string how, Instant now, CancellationToken cancel)
    {
        _lines.Same(due.Source, how);
        return await PutAsync(due, Next(due, state with
        {
            Answered = now,
            Failures = 0,
            // What was wrong with some of its rows still is.
            Trouble = due.State.Failures == 0 ? due.State.Trouble : null,
            // It says again what is in the table.
            Waiting = null,
        }), cancel) ?? due.State;
    }

    private async Task<SourceState> FailAsync(DueSource due, SourceState state, string reason, CancellationToken cancel)
    {
        var failed = Next(due, state with { Trouble = reason });
        _lines.Failed(due.Source, failed);
        return await PutAsync(due, failed, cancel) ?? due.State;
    }

    private static SourceState Next(DueSource due, SourceState state)
    {
        var asked = state with { Next = state.Asked };
        return state with { Next = PollTimes.At(due.Source, asked, due.Live) };
    }

    /// <summary>Null where somebody else has written meanwhile: their word holds.</summary>
    private async Task<SourceState?> PutAsync(DueSource due, SourceState state, CancellationToken cancel)
    {
        var kept = await states.KeepAsync(state, cancel);
        if (kept is null)
        {
            Overtaken(due);
        }

        return kept;
    }

    private SourceState Overtaken(DueSource due)
    {
        _lines.Overtaken(due.Source);
        return due.State;
    }
}
