namespace Amazon.EC2.Model;

public class TagSpecification
{
    public ResourceType ResourceType { get; set; }

    public List<Tag> Tags { get; set; }
}
