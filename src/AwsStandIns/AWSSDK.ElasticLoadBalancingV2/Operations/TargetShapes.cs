using Amazon.ElasticLoadBalancingV2.Model;
using Amazon.QueryProtocol;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Amazon.ElasticLoadBalancingV2.Operations;

/// <summary>Shapes that several operations share.</summary>
internal static class TargetShapes
{
    public static AmazonServiceException Error(ErrorOf error) => error.Code switch
    {
        "TargetGroupNotFound" =>
            new TargetGroupNotFoundException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "InvalidTarget" => new InvalidTargetException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        _ => new AmazonElasticLoadBalancingV2Exception(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
    };

    public static void AddTargets(QueryForm form, List<TargetDescription> targets) =>
        form.AddEach("Targets.member", targets, (name, target) =>
        {
            form.Add(name + ".Id", target.Id);
            form.Add(name + ".Port", target.Port);
        });

    public static void ReadDescription(TargetHealthDescription description, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("Target", target))
        {
            description.Target = QueryReader.Read(context, new TargetDescription(), ReadTarget);
        }
        else if (context.TestExpression("TargetHealth", target))
        {
            description.TargetHealth = QueryReader.Read(context, new TargetHealth(), ReadHealth);
        }
    }

    private static void ReadTarget(TargetDescription description, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("Id", target))
        {
            description.Id = QueryReader.Text(context);
        }
        else if (context.TestExpression("Port", target))
        {
            description.Port = QueryReader.Number(context);
        }
    }

    private static void ReadHealth(TargetHealth health, XmlUnmarshallerContext context, int target)
    {
        if (context.TestExpression("State", target))
        {
            health.State = QueryReader.Text(context);
        }
        else if (context.TestExpression("Reason", target))
        {
            health.Reason = QueryReader.Text(context);
        }
        else if (context.TestExpression("Description", target))
        {
            health.Description = QueryReader.Text(context);
        }
    }
}
