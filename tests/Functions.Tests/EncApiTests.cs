using System.Text.Json.Nodes;
using Amazon.EC2;
using Amazon.Lambda.APIGatewayEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using Kickoff.Core.Configuration;
using Kickoff.Core.Servers;
using Kickoff.Core.Telemetry;
using Kickoff.EncApi;
using Kickoff.Tick.Tests.Registration;
using NodaTime;

namespace Kickoff.Functions.Tests;

public sealed class EncApiTests
{
    // The event of https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html, format 2.0.
    private const string Event = """
        {
          "version": "2.0",
          "routeKey": "$default",
          "rawPath": "/my/path",
          "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value",
          "cookies": ["cookie1", "cookie2"],
          "headers": {"header1": "value1", "header2": "value1,value2"},
          "queryStringParameters": {"parameter1": "value1,value2", "parameter2": "value"},
          "requestContext": {
            "accountId": "123456789012",
            "apiId": "api-id",
            "authentication": null,
            "authorizer": {
              "iam": {
                "accessKey": "AKIA...",
                "accountId": "111122223333",
                "callerId": "AIDA...",
                "cognitoIdentity": null,
                "principalOrgId": "AIDA...",
                "userArn": "arn:aws:iam::111122223333:user/example-user",
                "userId": "AIDA..."
              }
            },
            "domainName": "id.execute-api.eu-west-1.amazonaws.com",
            "domainPrefix": "id",
            "http": {"method": "POST", "path": "/my/path", "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1", "userAgent": "agent"},
            "requestId": "id",
            "routeKey": "$default",
            "stage": "$default",
            "time": "12/Mar/2020:19:03:58 +0000",
            "timeEpoch": 1583348638390
          },
          "body": "Hello from Lambda",
          "pathParameters": {"parameter1": "value1"},
          "isBase64Encoded": false,
          "stageVariables": {"stageVariable1": "value1", "stageVariable2": "value2"}
        }
        """;

    private readonly Registry _registry = new();

    [Fact]
    public async Task The_documented_event_is_of_no_route_of_ours() => Assert.Equal(404, (await HandleAsync(5, _ => { })).StatusCode);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(86_400)]
    public async Task A_server_is_classified_whether_the_context_says_what_remains_or_not(double secondsLeft)
    {
        var server = _registry.Server();

        var answer = await AskAsync(server.Id, secondsLeft);

        Assert.Equal(200, answer.StatusCode);
        Assert.Contains($"{server.Id} live", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_classification_is_one_line_and_one_metric_without_a_value_of_its_groups_or_tags()
    {
        var server = _registry.Server();

        await AskAsync(server.Id, 5);

        var line = Assert.Single(_registry.Lines, line => line.What == "classification");
        Assert.Equal((JournalLevel.Information, server.Id.Value, "classified"), (line.Level, line.Subject, line.Reason));
        Assert.Equal(
            [("ageSeconds", "0"), ("server", server.Id.Value)],
            line.Details!.OrderBy(detail => detail.Key, StringComparer.Ordinal).Select(detail => (detail.Key, detail.Value)));
        var metric = Assert.Single(_registry.Metrics);
        Assert.Equal(("Classified", "classified", 1.0), (metric.Name, metric.Which, metric.Value));
    }

    [Fact]
    public async Task A_node_that_is_none_is_named_by_nobodys_words()
    {
        await HandleAsync(5, request =>
        {
            request["routeKey"] = "GET /nodes/{certname}";
            request["pathParameters"] = new JsonObject { ["certname"] = "A secret!" };
        });

        Assert.Equal(("?", "no certname"), Assert.Single(_registry.Lines.Select(line => (line.Subject, line.Reason))));
    }

    [Fact]
    public async Task When_EC2_is_silent_the_answer_is_that_there_was_none_in_time()
    {
        _registry.Silent = request => request is AmazonEC2Request;

        Assert.Equal(503, (await AskAsync(_registry.Server().Id, 0.5)).StatusCode);
    }

    [Theory]
    [InlineData("POST /enrolments")]
    [InlineData("GET /terminated")]
    public async Task The_documented_caller_is_not_the_Puppet_server(string route) =>
        Assert.Equal(403, (await HandleAsync(5, request => request["routeKey"] = route)).StatusCode);

    private Task<APIGatewayHttpApiV2ProxyResponse> AskAsync(InstanceId id, double secondsLeft) => HandleAsync(secondsLeft, request =>
    {
        request["routeKey"] = "GET /nodes/{certname}";
        request["pathParameters"] = new JsonObject { ["certname"] = id.Value };
        request.Remove("body");
    });

    private Task<APIGatewayHttpApiV2ProxyResponse> HandleAsync(double secondsLeft, Action<JsonObject> change)
    {
        var request = JsonNode.Parse(Event)!.AsObject();
        change(request);
        var groups = NodeGroupsFile.Read("node_groups.yml", "web:\n  classes:\n    backend: {}\n");
        var function = new EncApi.Function(
            new Nodes(
                _registry.Procedures.NodeLookup(_ => true, Duration.FromMinutes(15), Duration.FromHours(1)), groups, "eu-west-1",
                _registry),
            new PuppetServer(
                null!, _registry.Procedures.Terminations, "arn:aws:iam::123456789012:role/puppet-server", _registry.Clock, _registry),
            _registry);
        ILambdaSerializer serializer = new SourceGeneratorLambdaJsonSerializer<EncApiJson>();
        return function.HandleAsync(
            Invocation.Event<APIGatewayHttpApiV2ProxyRequest>(serializer, request.ToJsonString()), Invocation.With(secondsLeft));
    }
}
