using Amazon.Runtime;

namespace Amazon.EC2;

public class ImageState : ConstantClass
{
    public static readonly ImageState Available = new("available");

    public ImageState(string value)
        : base(value)
    {
    }

    public static ImageState FindValue(string value) => FindValue<ImageState>(value);

    public static implicit operator ImageState(string value) => FindValue(value);
}
