using System.Collections.Immutable;
using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Kickoff.Aws;
using Kickoff.Cloud;
using Kickoff.Cloud.DynamoDb;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.LoadBalancing;
using Kickoff.Cloud.Time;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using Kickoff.Tick.Tests.Calls;
using NodaTime;
using Metric = Kickoff.Core.Telemetry.Metric;

namespace Kickoff.Tick.Tests.Registration;

/// <summary>
/// The procedures of registration over the account in memory, with a clock that only the test moves: every call takes effect at once,
/// unless the test stands in between. Here: AWS and who calls it; in the other parts servers, and what is asked for.
/// </summary>
internal sealed partial class Registry : IBetweenCalls, IEc2Witness, IBalancingWitness, IBoots, IJournal
{
    public const int Port = 8080;

    public const string Stack = "the-stack";

    public const string LedgerTable = "ledger";

    private const string FixturesTable = "fixtures";

    public static readonly LoadBalancer Web = new ClassicLoadBalancer("web");

    public static readonly LoadBalancer Api =
        new TargetGroup("arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef", Port);

    private readonly Lock _lock = new();
    private readonly VirtualTime _time;
    private readonly Dictionary<LoadBalancer, Balancer> _balancers = [];
    private int _owners;

    public Registry(Instant? start = null)
    {
        _time = new VirtualTime(start ?? Instant.FromUtc(2012, 6, 28, 17, 0));
        Account = new AwsAccount(_time, new Dice(2012), this, this, this, new NobodyListens());
        Account.DynamoDb.Create(TableDefinition.Ledger(LedgerTable));
        Account.DynamoDb.Create(TableDefinition.Fixtures(FixturesTable));
        Account.Ec2.Region.Subnets["subnet-a"] = new Subnet("subnet-a", "eu-west-1a", Addresses: 1000);
        foreach (var group in new[] { "web", "api", "both", "plain", "office", "unmapped", "backend", "other" })
        {
            Account.Ec2.Region.SecurityGroups[$"sg-{group}"] = group;
        }

        foreach (var which in new[] { Web, Api })
        {
            _balancers[which] = Account.Balancing.Add(which);
        }

        _balancers[Api].Port = Port;
        var names = new StackNames(Stack, "eu-west-1", LedgerTable, FixturesTable);
        Procedures = new Procedures(
            new CallsBetween(new AwsAtOnce(Account), this), names, _time, TimeProvider.System, this,
            () => Owner.Value = $"owner-{Interlocked.Increment(ref _owners)}", Guid.CreateVersion7);
        Unheard = new Procedures(
            new AwsAtOnce(Account), names, _time, TimeProvider.System, this, () => throw new NotSupportedException(), Guid.CreateVersion7);
    }

    public AwsAccount Account { get; }

    public Procedures Procedures { get; }

    /// <summary>The ledger as the test reads and writes it: nothing stands between.</summary>
    public Procedures Unheard { get; }

    public IClock Clock => _time;

    public Instant Now
    {
        get => _time.Now;
        set => _time.RunUntil(value);
    }

    /// <summary>The token of the invocation that is under way here.</summary>
    public AsyncLocal<string> Owner { get; } = new();

    public List<AmazonWebServiceRequest> Requests { get; } = [];

    public List<JournalEntry> Lines { get; } = [];

    public List<Metric> Metrics { get; } = [];

    /// <summary>DynamoDB is out of order.</summary>
    public bool LedgerDown { get; set; }

    /// <summary>EC2 is out of order.</summary>
    public bool Ec2Down { get; set; }

    /// <summary>The next calls to load balancers take effect, but their reply is lost.</summary>
    public int RepliesLost { get; set; }

    /// <summary>What a load balancer says to whatever it is asked, instead of answering.</summary>
    public Dictionary<LoadBalancer, string> Refusing { get; } = [];

    /// <summary>What becomes of a request before it is made: nothing, or this is thrown.</summary>
    public Func<AmazonWebServiceRequest, Exception?> Refuse { get; set; } = _ => null;

    /// <summary>Requests that AWS does not answer until whoever asks has no more time.</summary>
    public Func<AmazonWebServiceRequest, bool> Silent { get; set; } = _ => false;

    /// <summary>Happens before a server is put in or taken out.</summary>
    public Func<BalancerCall, Task>? Before { get; set; }

    /// <summary>Happens after that took effect, before the caller knows.</summary>
    public Func<BalancerCall, Task>? After { get; set; }

    /// <summary>Happens before each write of a membership.</summary>
    public Func<PutItemRequest, Task>? BeforeWrite { get; set; }

    /// <summary>Happens after each, before its writer knows whether it was written.</summary>
    public Func<PutItemRequest, bool, Task>? AfterWrite { get; set; }

    public ImmutableArray<BalancerCall> Calls => [.. Requests.Select(BalancerCall.Of).OfType<BalancerCall>()];

    public int MembershipWrites => Requests.OfType<PutItemRequest>().Count(IsMembership);

    public int InventoryWrites => Requests.OfType<PutItemRequest>().Count(put => put.Item["SK"].S == "inventory");

    public async Task<T> CallAsync<T>(AmazonWebServiceRequest request, Func<Task<T>> call, CancellationToken cancel)
    {
        var said = BalancerCall.Of(request);
        var balancer = said?.What == "members" ? null : said;
        var write = request is PutItemRequest put && IsMembership(put) ? put : null;
        await Happening(balancer is null ? null : Before?.Invoke(balancer), write is null ? null : BeforeWrite?.Invoke(write));
        if (Silent(request))
        {
            await Task.Delay(Timeout.Infinite, cancel);
        }

        cancel.ThrowIfCancellationRequested();
        Task<T> answer;
        lock (_lock)
        {
            Requests.Add(request);
            answer = Said(request) is { } failure ? Task.FromException<T>(failure) : call();
        }

        var effective = answer.IsCompletedSuccessfully;
        await Happening(
            balancer is null || !effective ? null : After?.Invoke(balancer), write is null ? null : AfterWrite?.Invoke(write, effective));
        cancel.ThrowIfCancellationRequested();
        return balancer is not null && effective && RepliesLost-- > 0
            ? throw new HttpRequestException("the connection was closed")
            : await answer;
    }

    public void Record(JournalEntry entry)
    {
        lock (_lock)
        {
            Lines.Add(entry);
        }
    }

    public void Measure(Metric metric)
    {
        lock (_lock)
        {
            Metrics.Add(metric);
        }
    }

    private static Task Happening(Task? atBalancer, Task? atLedger) => atBalancer ?? atLedger ?? Task.CompletedTask;

    private static bool IsMembership(PutItemRequest put) =>
        put.Item.TryGetValue("SK", out var key) && key.S.StartsWith("membership#", StringComparison.Ordinal);

    private Exception? Said(AmazonWebServiceRequest request)
    {
        if (Refuse(request) is { } refused)
        {
            return refused;
        }

        if (BalancerCall.Of(request) is { } call)
        {
            // A proxy's answer has a status and no code.
            return Refusing.GetValueOrDefault(call.LoadBalancer) is not { } code ? null
                : call.LoadBalancer is TargetGroup ? ElbErrors.V2(code, "no")
                : code == "HTTP 403" ? ElbErrors.Classic("", "no", HttpStatusCode.Forbidden) : ElbErrors.Classic(code, "no");
        }

        return request is AmazonDynamoDBRequest
            ? LedgerDown ? DynamoDbErrors.Of("InternalServerError", HttpStatusCode.InternalServerError) : null
            : Ec2Down ? Ec2Errors.Of("RequestLimitExceeded", "Request limit exceeded.") : null;
    }
}
