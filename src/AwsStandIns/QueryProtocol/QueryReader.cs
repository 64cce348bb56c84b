using Amazon.Runtime.Internal.Transform;

namespace Amazon.QueryProtocol;

/// <summary>Reads the children of the element the context stands on.</summary>
internal static class QueryReader
{
    /// <summary>
    /// Calls <paramref name="read"/> at every start element below; <c>TestExpression(path, depth)</c> counts from the first child.
    /// </summary>
    public static T Read<T>(XmlUnmarshallerContext context, T into, Action<T, XmlUnmarshallerContext, int> read)
    {
        var depth = context.CurrentDepth;
        var target = context.IsStartOfDocument ? depth + 2 : depth + 1;
        while (context.ReadAtDepth(depth))
        {
            if (context.IsStartElement)
            {
                read(into, context, target);
            }
        }

        return into;
    }

    public static string Text(XmlUnmarshallerContext context) => StringUnmarshaller.Instance.Unmarshall(context);

    public static int? Number(XmlUnmarshallerContext context) => NullableIntUnmarshaller.Instance.Unmarshall(context);
}
