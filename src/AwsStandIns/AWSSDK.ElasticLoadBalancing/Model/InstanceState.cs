namespace Amazon.ElasticLoadBalancing.Model;

public class InstanceState
{
    public string Description { get; set; }

    public string InstanceId { get; set; }

    public string ReasonCode { get; set; }

    public string State { get; set; }
}
