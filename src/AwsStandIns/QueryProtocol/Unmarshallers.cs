using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.QueryProtocol;

/// <summary>One of ELB's answers; its elements stand below the root and the element named after the action.</summary>
internal sealed class ElbAnswer<TResponse>(Action<TResponse, XmlUnmarshallerContext, int> read, Func<ErrorOf, AmazonServiceException> error)
    : XmlResponseUnmarshaller
    where TResponse : AmazonWebServiceResponse, new()
{
    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext context)
    {
        var response = new TResponse();
        context.Read();
        var depth = context.CurrentDepth;
        while (context.ReadAtDepth(depth))
        {
            if (context.IsStartElement)
            {
                if (context.TestExpression("ResponseMetadata", 2))
                {
                    response.ResponseMetadata = ResponseMetadataUnmarshaller.Instance.Unmarshall(context);
                }
                else
                {
                    read(response, context, 2);
                }
            }
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode) =>
        error(ErrorOf.Read(context, innerException, statusCode));
}

/// <summary>An error answer's parts, as every exception's constructor takes them.</summary>
internal sealed record ErrorOf(string Message, Exception Inner, ErrorType Type, string Code, string RequestId, HttpStatusCode Status)
{
    public static ErrorOf Read(XmlUnmarshallerContext context, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(context);
        return new ErrorOf(error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
