using Amazon.Runtime;

namespace Amazon.EC2;

public class InstanceType : ConstantClass
{
    public InstanceType(string value)
        : base(value)
    {
    }

    public static InstanceType FindValue(string value) => FindValue<InstanceType>(value);

    public static implicit operator InstanceType(string value) => FindValue(value);
}
