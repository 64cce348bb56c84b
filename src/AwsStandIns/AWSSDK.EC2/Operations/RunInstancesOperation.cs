using Amazon.EC2.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EC2.Operations;

internal static class RunInstancesOperation
{
    public static readonly QueryMarshaller<RunInstancesRequest> Marshaller = new("Amazon.EC2", "2016-11-15", "RunInstances", Write);

    public static readonly Ec2Answer<RunInstancesResponse> Unmarshaller = new(Read, Ec2Shapes.Error);

    private static void Write(RunInstancesRequest request, QueryForm form)
    {
        form.Add("ClientToken", request.ClientToken);
        form.Add("IamInstanceProfile.Arn", request.IamInstanceProfile?.Arn);
        form.Add("IamInstanceProfile.Name", request.IamInstanceProfile?.Name);
        form.Add("ImageId", request.ImageId);
        form.Add("InstanceType", request.InstanceType);
        form.Add("KeyName", request.KeyName);
        form.Add("MaxCount", request.MaxCount);
        form.Add("MetadataOptions.HttpTokens", request.MetadataOptions?.HttpTokens);
        form.Add("MetadataOptions.HttpPutResponseHopLimit", request.MetadataOptions?.HttpPutResponseHopLimit);
        form.Add("MinCount", request.MinCount);
        form.AddEach("SecurityGroupId", request.SecurityGroupIds);
        form.Add("SubnetId", request.SubnetId);
        form.AddEach("TagSpecification", request.TagSpecifications, (name, specification) =>
        {
            form.Add(name + ".ResourceType", specification.ResourceType);
            form.AddEach(name + ".Tag", specification.Tags, (tag, item) =>
            {
                form.Add(tag + ".Key", item.Key);
                form.Add(tag + ".Value", item.Value);
            });
        });
        form.Add("UserData", request.UserData);
    }

    private static void Read(RunInstancesResponse response, XmlUnmarshallerContext context, int target)
    {
        // The whole answer is one reservation.
        Ec2Shapes.ReadReservation(response.Reservation ??= new Reservation(), context, target);
    }
}
