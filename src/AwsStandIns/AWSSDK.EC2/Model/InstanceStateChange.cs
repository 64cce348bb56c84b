namespace Amazon.EC2.Model;

public class InstanceStateChange
{
    public InstanceState CurrentState { get; set; }

    public string InstanceId { get; set; }

    public InstanceState PreviousState { get; set; }
}
