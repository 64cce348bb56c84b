using System.Text.Json.Serialization;
using Amazon.Lambda.APIGatewayEvents;

namespace Kickoff.EncApi;

/// <summary>The JSON this function reads and writes, generated at compile time.</summary>
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyRequest))]
[JsonSerializable(typeof(APIGatewayHttpApiV2ProxyResponse))]
[JsonSerializable(typeof(EnrolmentBody))]
internal sealed partial class EncApiJson : JsonSerializerContext;

/// <summary>The body of <c>POST /enrolments</c>; csr is PEM.</summary>
internal sealed record EnrolmentBody(
    [property: JsonPropertyName("certname")] string? Certname,
    [property: JsonPropertyName("csr")] string? Csr);
