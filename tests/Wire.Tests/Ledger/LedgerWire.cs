using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Kickoff.Aws.Calls;
using Kickoff.Aws.Ledger;
using Kickoff.Core.Telemetry;

namespace Kickoff.Wire.Tests.Ledger;

/// <summary>What one request to DynamoDB said, and a place to do something else than pass it on.</summary>
internal sealed record DynamoCall(string Operation, JsonObject Body);

/// <summary>A ledger on the emulator, with the test between the two: it sees every request and may spoil the answer.</summary>
internal sealed class LedgerWire : HttpClientFactory, IDisposable
{
    private readonly string _table = $"ledger-{Guid.NewGuid():N}";
    private readonly AmazonDynamoDBClient _client;

    public LedgerWire(Uri emulator)
    {
        _client = new(new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig
        {
            ServiceURL = emulator.ToString(),
            AuthenticationRegion = "eu-west-1",
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = 2,
            HttpClientFactory = this,
        });
        Table = new(new DynamoDbCalls(_client), _table, TimeProvider.System, new SilentJournal());
    }

    public LedgerTable Table { get; }

    public IAmazonDynamoDB Client => _client;

    public string TableName => _table;

    public List<DynamoCall> Calls { get; } = [];

    /// <summary>Answers instead of the emulator; null passes on.</summary>
    public Func<DynamoCall, HttpResponseMessage?> Instead { get; set; } = _ => null;

    /// <summary>Changes a request on its way.</summary>
    public Action<DynamoCall> Before { get; set; } = _ => { };

    /// <summary>Spoils the emulator's answer, after it took effect.</summary>
    public Func<DynamoCall, HttpResponseMessage, HttpResponseMessage> After { get; set; } = (_, response) => response;

    public static async Task<LedgerWire> CreateAsync(Uri emulator)
    {
        var wire = new LedgerWire(emulator);
        await wire._client.CreateTableAsync(new()
        {
            TableName = wire._table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new("PK", ScalarAttributeType.S), new("SK", ScalarAttributeType.S)],
            KeySchema = [new("PK", KeyType.HASH), new("SK", KeyType.RANGE)],
        });
        wire.Calls.Clear();
        return wire;
    }

    public static HttpResponseMessage Error(string type, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        Json(status, $$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{type}}","message":"by the test"}""");

    public static HttpResponseMessage Json(HttpStatusCode status, string body)
    {
        return new(status) { Content = Content(body) };
    }

    private static ByteArrayContent Content(string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new("application/x-amz-json-1.0");
        return content;
    }

    public void Dispose() => _client.Dispose();

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Between(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private sealed class Between(LedgerWire wire) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!.AsObject();
            var call = new DynamoCall(request.Headers.GetValues("X-Amz-Target").Single().Split('.')[^1], body);
            lock (wire.Calls)
            {
                wire.Calls.Add(call);
            }

            wire.Before(call);
            request.Content = Content(call.Body.ToJsonString());
            var instead = wire.Instead(call);
            return instead ?? wire.After(call, await base.SendAsync(request, cancellationToken));
        }
    }
}
