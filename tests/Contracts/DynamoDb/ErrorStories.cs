using System.Net;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace Kickoff.Contracts.DynamoDb;

/// <summary>
/// DynamoDB that cannot answer (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html): what the SDK
/// throws for it, the model throws.
/// </summary>
[Collection(TellsStories.Name)]
public sealed class ErrorStories(Oracles oracles)
{
    internal static readonly (string Code, HttpStatusCode Status, Type Thrown)[] Errors =
    [
        ("ProvisionedThroughputExceededException", HttpStatusCode.BadRequest, typeof(ProvisionedThroughputExceededException)),
        ("RequestLimitExceeded", HttpStatusCode.BadRequest, typeof(RequestLimitExceededException)),
        ("ThrottlingException", HttpStatusCode.BadRequest, typeof(ThrottlingException)),
        ("LimitExceededException", HttpStatusCode.BadRequest, typeof(AmazonDynamoDBException)),
        ("TransactionInProgressException", HttpStatusCode.BadRequest, typeof(TransactionInProgressException)),
        ("TransactionConflictException", HttpStatusCode.BadRequest, typeof(TransactionConflictException)),
        ("InternalServerError", HttpStatusCode.InternalServerError, typeof(InternalServerErrorException)),
        ("ServiceUnavailable", HttpStatusCode.ServiceUnavailable, typeof(AmazonDynamoDBException)),
        ("NobodyHasHeardOfIt", HttpStatusCode.InternalServerError, typeof(AmazonDynamoDBException)),
    ];

    [Theory, MotoItself]
    public async Task An_error_is_thrown_as_the_SDK_throws_it(Told told)
    {
        var stage = await oracles.StageAsync(told);
        foreach (var (code, status, type) in Errors)
        {
            using (stage.Failing(code, status))
            {
                // The SDK has a type for an error at the calls that AWS documents it for.
                var thrown = await Assert.ThrowsAnyAsync<AmazonDynamoDBException>(() => code switch
                {
                    "TransactionInProgressException" => stage.HoldsAsync("attribute_exists(PK)", "p", "s"),
                    "TransactionConflictException" => stage.PutAsync(Stage.Item("p", "s")),
                    _ => stage.GetAsync("p", "s"),
                });
                Assert.Equal((type, code, status), (thrown.GetType(), thrown.ErrorCode, thrown.StatusCode));
            }
        }
    }
}
