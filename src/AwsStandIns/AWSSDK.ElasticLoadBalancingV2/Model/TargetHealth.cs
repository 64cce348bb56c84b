namespace Amazon.ElasticLoadBalancingV2.Model;

public class TargetHealth
{
    public string Description { get; set; }

    public TargetHealthReasonEnum Reason { get; set; }

    public TargetHealthStateEnum State { get; set; }
}
