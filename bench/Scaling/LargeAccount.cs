using Amazon.EC2.Model;
using Kickoff.Aws;
using Kickoff.Aws.Calls;
using Kickoff.Cloud;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Cloud.Time;
using Kickoff.Core.Configuration;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using NodaTime;
using ClassicLoadBalancer = Kickoff.Core.Registration.ClassicLoadBalancer;
using Subnet = Kickoff.Cloud.Ec2.Subnet;

namespace Kickoff.Bench.Scaling;

/// <summary>
/// A large account in memory, in which the functions' own procedures have put everything where it should be: servers of many pools, each
/// behind its load balancer and in the ledger.
/// </summary>
internal sealed class LargeAccount : IEc2Witness, IBalancingWitness, IBoots
{
    public const string Stack = "kickoff";

    private const int ServersPerEvent = 500;

    private readonly VirtualTime _time = new(Inputs.NewYear);
    private readonly AwsAccount _account;

    public LargeAccount(int pools)
    {
        _account = new AwsAccount(_time, new Dice(2012), this, this, this, new NobodyListens());
        _account.DynamoDb.Create(TableDefinition.Ledger("ledger"));
        _account.DynamoDb.Create(TableDefinition.Fixtures("fixtures"));
        foreach (var subnet in new[] { "subnet-0a", "subnet-0b" })
        {
            _account.Ec2.Region.Subnets[subnet] = new Subnet(subnet, subnet.Replace("subnet-0", "eu-west-1", StringComparison.Ordinal));
        }

        Pools = [.. Enumerable.Range(0, pools).Select(Inputs.NameOf)];
        foreach (var pool in Pools)
        {
            _account.Ec2.Region.SecurityGroups[$"sg-{pool}"] = pool;
            _account.Balancing.Add(new ClassicLoadBalancer(pool));
        }

        Desired = new(NodeGroupsFile.Read("node_groups.yml", string.Concat(
            Pools.Select(pool => $"{pool}: {{classes: [backend], parameters: {{loadbalancer_name: {pool}}}}}\n"))), Stack);
    }

    public string[] Pools { get; }

    public DesiredMemberships Desired { get; }

    public Instant Now => _time.Now;

    /// <summary>The procedures over the account, through whatever stands between.</summary>
    public Procedures Procedures(Func<IAwsCalls, IAwsCalls> between) => new(
        between(new AwsAtOnce(_account)), new StackNames(Stack, "eu-west-1", "ledger", "fixtures"), _time, TimeProvider.System,
        new SilentJournal(), () => Guid.NewGuid().ToString("N"), Guid.CreateVersion7);

    /// <summary>Launches them all, and tells the functions of it.</summary>
    public async Task FillAsync(int servers, int fixtures)
    {
        var procedures = Procedures(aws => aws);
        await procedures.Fixtures.PutAsync(Inputs.Fixtures(fixtures), null, CancellationToken.None);
        var launched = Enumerable.Range(0, servers).Select(number => _account.Ec2.LaunchByHand(Launch(number)).Id).ToArray();
        Pass(Duration.FromMinutes(2));
        var events = procedures.InstanceEvents(Desired);
        foreach (var some in launched.Chunk(ServersPerEvent))
        {
            var again = await events.HandleAsync(
                [.. some.Select(id => new InstanceEvent(id.Value, id, Now))], Now + Duration.FromMinutes(1), CancellationToken.None);
            if (!again.IsEmpty)
            {
                throw new InvalidOperationException($"{again.Length} servers could not be registered.");
            }
        }

        // A night on which nothing is played.
        Pass(Duration.FromHours(30));
    }

    public void Pass(Duration time) => _time.RunUntil(Now + time);

    Boot IBoots.Next() => new(Duration.Zero, Duration.Zero, null, Duration.Zero);

    Duration IBoots.Down() => Duration.Zero;

    private RunInstancesRequest Launch(int number)
    {
        var pool = Pools[number % Pools.Length];
        return new RunInstancesRequest
        {
            ImageId = "ami-0123456789abcdef0",
            InstanceType = "m7i.large",
            SubnetId = number % 2 == 0 ? "subnet-0a" : "subnet-0b",
            SecurityGroupIds = [$"sg-{pool}"],
            TagSpecifications =
            [
                new TagSpecification
                {
                    ResourceType = "instance",
                    Tags = [Tag(KickoffTags.Stack, Stack), Tag(KickoffTags.Pool, pool), Tag("Name", "server"), Tag("Team", "games")],
                },
            ],
        };

        static Tag Tag(string key, string value) => new() { Key = key, Value = value };
    }
}
