using Amazon.Runtime;

namespace Amazon.EC2;

public class HttpTokensState : ConstantClass
{
    public static readonly HttpTokensState Required = new("required");

    public HttpTokensState(string value)
        : base(value)
    {
    }

    public static HttpTokensState FindValue(string value) => FindValue<HttpTokensState>(value);

    public static implicit operator HttpTokensState(string value) => FindValue(value);
}
