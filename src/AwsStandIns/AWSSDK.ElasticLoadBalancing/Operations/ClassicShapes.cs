using Amazon.ElasticLoadBalancing.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ElasticLoadBalancing.Operations;

/// <summary>Shapes that several operations share.</summary>
internal static class ClassicShapes
{
    public static AmazonServiceException Error(ErrorOf error) => error.Code switch
    {
        "LoadBalancerNotFound" =>
            new AccessPointNotFoundException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "InvalidInstance" =>
            new InvalidEndPointException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        _ => new AmazonElasticLoadBalancingException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
    };

    public static void AddInstances(QueryForm form, List<Instance> instances) =>
        form.AddEach("Instances.member", instances, (name, instance) => form.Add(name + ".InstanceId", instance.InstanceId));

    public static void ReadInstance(Instance instance, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("InstanceId", target))
        {
            instance.InstanceId = QueryReader.Text(context);
        }
    }

    public static void ReadState(InstanceState state, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("InstanceId", target))
        {
            state.InstanceId = QueryReader.Text(context);
        }
        else if (context.TestExpression("State", target))
        {
            state.State = QueryReader.Text(context);
        }
        else if (context.TestExpression("ReasonCode", target))
        {
            state.ReasonCode = QueryReader.Text(context);
        }
        else if (context.TestExpression("Description", target))
        {
            state.Description = QueryReader.Text(context);
        }
    }
}
