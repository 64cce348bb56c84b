using Amazon.Runtime;

namespace Amazon.ElasticLoadBalancingV2;

public class TargetHealthReasonEnum : ConstantClass
{
    public TargetHealthReasonEnum(string value)
        : base(value)
    {
    }

    public static TargetHealthReasonEnum FindValue(string value) => FindValue<TargetHealthReasonEnum>(value);

    public static implicit operator TargetHealthReasonEnum(string value) => FindValue(value);
}
