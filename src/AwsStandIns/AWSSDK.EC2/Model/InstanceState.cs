namespace Amazon.EC2.Model;

public class InstanceState
{
    public int? Code { get; set; }

    public InstanceStateName Name { get; set; }
}
