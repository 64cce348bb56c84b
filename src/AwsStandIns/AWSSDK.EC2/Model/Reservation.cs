namespace Amazon.EC2.Model;

public class Reservation
{
    public List<Instance> Instances { get; set; }
}
