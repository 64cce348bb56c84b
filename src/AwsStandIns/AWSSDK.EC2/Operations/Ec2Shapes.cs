using Amazon.EC2.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.EC2.Operations;

/// <summary>Shapes that several operations share.</summary>
internal static class Ec2Shapes
{
    public static AmazonServiceException Error(ErrorOf error) =>
        new AmazonEC2Exception(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status);

    public static void AddFilters(QueryForm form, List<Filter> filters) =>
        form.AddEach("Filter", filters, (name, filter) =>
        {
            form.Add(name + ".Name", filter.Name);
            form.AddEach(name + ".Value", filter.Values);
        });

    public static void ReadReservation(Reservation reservation, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("instancesSet/item", target))
        {
            (reservation.Instances ??= []).Add(QueryReader.Read(context, new Instance(), ReadInstance));
        }
    }

    public static void ReadStateChange(InstanceStateChange change, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("instanceId", target))
        {
            change.InstanceId = QueryReader.Text(context);
        }
        else if (context.TestExpression("currentState", target))
        {
            change.CurrentState = QueryReader.Read(context, new InstanceState(), ReadState);
        }
        else if (context.TestExpression("previousState", target))
        {
            change.PreviousState = QueryReader.Read(context, new InstanceState(), ReadState);
        }
    }

    public static void ReadImage(Image image, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("imageId", target))
        {
            image.ImageId = QueryReader.Text(context);
        }
        else if (context.TestExpression("name", target))
        {
            image.Name = QueryReader.Text(context);
        }
        else if (context.TestExpression("creationDate", target))
        {
            image.CreationDate = QueryReader.Text(context);
        }
        else if (context.TestExpression("imageState", target))
        {
            image.State = QueryReader.Text(context);
        }
    }

    private static void ReadInstance(Instance instance, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("instanceId", target))
        {
            instance.InstanceId = QueryReader.Text(context);
        }
        else if (context.TestExpression("imageId", target))
        {
            instance.ImageId = QueryReader.Text(context);
        }
        else if (context.TestExpression("instanceType", target))
        {
            instance.InstanceType = QueryReader.Text(context);
        }
        else if (context.TestExpression("instanceState", target))
        {
            instance.State = QueryReader.Read(context, new InstanceState(), ReadState);
        }
        else if (context.TestExpression("launchTime", target))
        {
            instance.LaunchTime = QueryReader.Time(context);
        }
        else if (context.TestExpression("placement", target))
        {
            instance.Placement = QueryReader.Read(context, new Placement(), ReadPlacement);
        }
        else if (context.TestExpression("privateDnsName", target))
        {
            instance.PrivateDnsName = QueryReader.Text(context);
        }
        else if (context.TestExpression("privateIpAddress", target))
        {
            instance.PrivateIpAddress = QueryReader.Text(context);
        }
        else if (context.TestExpression("subnetId", target))
        {
            instance.SubnetId = QueryReader.Text(context);
        }
        else if (context.TestExpression("groupSet/item", target))
        {
            (instance.SecurityGroups ??= []).Add(QueryReader.Read(context, new GroupIdentifier(), ReadGroup));
        }
        else if (context.TestExpression("tagSet/item", target))
        {
            (instance.Tags ??= []).Add(QueryReader.Read(context, new Tag(), ReadTag));
        }
    }

    private static void ReadState(InstanceState state, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("code", target))
        {
            state.Code = QueryReader.Number(context);
        }
        else if (context.TestExpression("name", target))
        {
            state.Name = QueryReader.Text(context);
        }
    }

    private static void ReadPlacement(Placement placement, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("availabilityZone", target))
        {
            placement.AvailabilityZone = QueryReader.Text(context);
        }
    }

    private static void ReadGroup(GroupIdentifier group, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("groupId", target))
        {
            group.GroupId = QueryReader.Text(context);
        }
        else if (context.TestExpression("groupName", target))
        {
            group.GroupName = QueryReader.Text(context);
        }
    }

    private static void ReadTag(Tag tag, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("key", target))
        {
            tag.Key = QueryReader.Text(context);
        }
        else if (context.TestExpression("value", target))
        {
            tag.Value = QueryReader.Text(context);
        }
    }
}
