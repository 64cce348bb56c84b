namespace Amazon.EC2.Model;

public class Image
{
    public string CreationDate { get; set; }

    public string ImageId { get; set; }

    public string Name { get; set; }

    public ImageState State { get; set; }
}
