using System.Globalization;
using System.Net;
using System.Text;
using Amazon.EC2;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
using Kickoff.Cloud.DynamoDb;
using NodaTime;

namespace Kickoff.Bench.Classification;

/// <summary>
/// AWS as EncApi calls it to classify a fleet: EC2's recorded answer (describe-instances.xml) for each server, by its id in the request,
/// read by the SDK; and a ledger in memory. Answers come at once.
/// </summary>
internal sealed class RecordedFleet : HttpClientFactory, IAwsCalls
{
    public const string LedgerTable = "ledger";

    private static readonly string Recorded = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "describe-instances.xml"));

    private readonly Dictionary<string, byte[]> _answers;

    public RecordedFleet(int servers)
    {
        Ids = [.. Enumerable.Range(1, servers).Select(number => string.Create(CultureInfo.InvariantCulture, $"i-{number:x17}"))];
        _answers = Ids.ToDictionary(
            id => id, id => Encoding.UTF8.GetBytes(Recorded.Replace("i-0123456789abcdef0", id, StringComparison.Ordinal)),
            StringComparer.Ordinal);
#pragma warning disable CA2000 // A client lives as long as its process.
        Ec2 = new Ec2Calls(new AmazonEC2Client(new BasicAWSCredentials("AKIABENCH", "secret"), new AmazonEC2Config
        {
            ServiceURL = "http://ec2.invalid",
            AuthenticationRegion = "eu-west-1",
            HttpClientFactory = this,
        }));
#pragma warning restore CA2000
        var ledger = new DynamoDbAccount();
        ledger.Create(TableDefinition.Ledger(LedgerTable));
        DynamoDb = new DynamoDbAtOnce(ledger, SystemClock.Instance);
    }

    public IReadOnlyList<string> Ids { get; }

    public IEc2Calls Ec2 { get; }

    public IDynamoDbCalls DynamoDb { get; }

    public IClassicLoadBalancerCalls ClassicLoadBalancers =>
        throw new InvalidOperationException("A classification asks no load balancer.");

    public ITargetGroupCalls TargetGroups => throw new InvalidOperationException("A classification asks no target group.");

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Player(this));

    private sealed class Player(RecordedFleet fleet) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = await request.Content!.ReadAsStringAsync(cancellationToken);
            var at = asked.IndexOf("=i-", StringComparison.Ordinal) + 1;
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(fleet._answers[asked.Substring(at, 19)]),
                RequestMessage = request,
            };
        }
    }
}
