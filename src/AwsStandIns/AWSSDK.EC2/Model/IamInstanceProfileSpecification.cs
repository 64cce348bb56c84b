namespace Amazon.EC2.Model;

public class IamInstanceProfileSpecification
{
    public string Arn { get; set; }

    public string Name { get; set; }
}
