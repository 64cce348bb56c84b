using Amazon.Runtime;

namespace Amazon.EC2;

public class ResourceType : ConstantClass
{
    public static readonly ResourceType Instance = new("instance");

    public ResourceType(string value)
        : base(value)
    {
    }

    public static ResourceType FindValue(string value) => FindValue<ResourceType>(value);

    public static implicit operator ResourceType(string value) => FindValue(value);
}
