using Kickoff.Local;
using Kickoff.Local.Stage;

namespace Kickoff.MatchDay;

/// <summary>--keep: the world stays, and the reader learns how to ask it things.</summary>
internal static class StayingUp
{
    public static async Task UntilInterruptedAsync(World world, Classifier classifier, Story story, CancellationToken cancel)
    {
        var server = story.Moments.Count > 0 ? story.Servers.LastOrDefault(id => world.Aws.Servers.Find(id) is { State: "running" }) : null;
        server ??= "i-0123456789abcdef0";
        var puppet = World.PuppetServer;
        await Console.Out.WriteLineAsync($"""

            The world stays up until Ctrl-C. Ask it things:

              # what puppet/enc says of a server
              {string.Join(" ", classifier.Environment)} \
                {Path.GetRelativePath(Environment.CurrentDirectory, Classifier.Script)} {server}

              # the API by hand, signed
              curl --aws-sigv4 aws:amz:{world.Options.Region}:execute-api --user {puppet.AccessKey}:{puppet.SecretKey} \
                -H 'x-amz-security-token: {puppet.SessionToken}' {world.Api.Endpoint}nodes/{server}/explanation

              # the emulated AWS, by the aws command or any SDK
              export AWS_ENDPOINT_URL={world.Aws.Endpoint} AWS_REGION={world.Options.Region} AWS_DEFAULT_REGION={world.Options.Region}
              export AWS_ACCESS_KEY_ID=me AWS_SECRET_ACCESS_KEY=me
              aws ec2 describe-instances --filters Name=instance-state-name,Values=running \
                --query 'Reservations[].Instances[].[InstanceId,LaunchTime]' --output text
              aws elb describe-instance-health --load-balancer-name {string.Join(' ', world.Surroundings.LoadBalancers.Take(1))}
              aws dynamodb scan --table-name {world.LedgerTable} --max-items 5

              # the operator's command
              KICKOFF_LEDGER_TABLE={world.LedgerTable} KICKOFF_FIXTURES_TABLE={world.FixturesTable} ./kickoff status

            Logs: {Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(world.Options.Directory, "log"))}
            """);
        await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
