using Kickoff.Aws;
using Kickoff.Aws.Calls;
using Kickoff.Aws.Feed;
using Kickoff.Core.Fixtures.Feed;
using Kickoff.Core.Telemetry;
using Kickoff.Fixtures.Feed;
using NodaTime;

namespace Kickoff.FixtureFeed;

/// <summary>The feed put together: for Lambda with the doors of the public internet, and where it is tried with others.</summary>
internal static class Feed
{
    public static FeedTick Tick(
        ConfigurationFolder folder, IAwsCalls aws, ISystemsManagementCalls secrets, Settings settings, Doors doors, IClock clock,
        IJournal journal)
    {
        var names = new StackNames(settings.Feed.Stack, settings.Region, LedgerTable: "", settings.FixturesTable);
        var procedures = Procedures.OfThisMachine(aws, names, journal);
#pragma warning disable CA2000 // It lives as long as its process.
        var download = new SourceDownloads(new HttpsDownload(doors, clock, TimeProvider.System), folder.TextOrNull);
#pragma warning restore CA2000
        return procedures.Feed(
            folder.Fixtures(), folder.Pools(), new StackSecrets(secrets, settings.Feed.Stack, clock), download, new SourceTexts(),
            settings.Feed);
    }
}
