using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

public class TargetHealthStateEnum : ConstantClass
{
    public static readonly TargetHealthStateEnum Draining = new("draining");

    public static readonly TargetHealthStateEnum Healthy = new("healthy");

    public static readonly TargetHealthStateEnum Initial = new("initial");

    public static readonly TargetHealthStateEnum Unavailable = new("unavailable");

    public static readonly TargetHealthStateEnum Unhealthy = new("unhealthy");

    public static readonly TargetHealthStateEnum Unused = new("unused");

    public TargetHealthStateEnum(string value)
        : base(value)
    {
    }

    public static TargetHealthStateEnum FindValue(string value) => FindValue<TargetHealthStateEnum>(value);

    public static implicit operator TargetHealthStateEnum(string value) => FindValue(value);
}
