namespace Amazon.EC2.Model;

public class InstanceMetadataOptionsRequest
{
    public HttpTokensState HttpTokens { get; set; }

    public int? HttpPutResponseHopLimit { get; set; }
}
