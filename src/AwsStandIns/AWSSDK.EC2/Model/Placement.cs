namespace Amazon.EC2.Model;

public class Placement
{
    public string AvailabilityZone { get; set; }
}
