using System.Globalization;
using Amazon.DynamoDBv2.Model;

namespace Kickoff.Cloud.DynamoDb.Expressions;

/// <summary>What a condition compares.</summary>
internal abstract class Operand
{
    /// <summary>Null where the item has no such attribute.</summary>
    public abstract AttributeValue? In(Attributes item, Scope scope);

    public sealed class Path(DocumentPath path) : Operand
    {
        public DocumentPath Document => path;

        public override AttributeValue? In(Attributes item, Scope scope) => path.Find(item, scope);
    }

    public sealed class Value(string token) : Operand
    {
        public override AttributeValue? In(Attributes item, Scope scope) => scope.Value(token);
    }

    /// <summary>size(path): characters of a text, bytes of a binary, elements of the rest.</summary>
    public sealed class Size(DocumentPath path) : Operand
    {
        public override AttributeValue? In(Attributes item, Scope scope)
        {
            if (path.Find(item, scope) is not { } value)
            {
                return null;
            }

            long? size = value.Type() switch
            {
                "S" => value.S.Length,
                "B" => value.B.Length,
                "M" => value.M.Count,
                "L" => value.L.Count,
                "SS" or "NS" or "BS" => AttributeValues.Members(value).Count(),
                _ => null,
            };
            return size is { } known ? new AttributeValue { N = known.ToString(CultureInfo.InvariantCulture) } : null;
        }
    }
}
