using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Amazon.Runtime;

namespace Kickoff.Local.Emulator.Calls;

/// <summary>An answer on its way back to the caller.</summary>
public sealed partial record EmulatorReply(int Status, string ContentType, ReadOnlyMemory<byte> Content)
{
    /// <summary>Headers of the emulator's that a client reads, such as DynamoDB's checksum.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public bool Succeeded => Status is >= 200 and < 300;

    public string Text => Encoding.UTF8.GetString(Content.Span);

    /// <summary>AWS's error code, in whichever of its dialects; null when it succeeded.</summary>
    public string? ErrorCode
    {
        get
        {
            if (Succeeded)
            {
                return null;
            }

            var code = AnyErrorCode().Match(Text);
            return code.Success ? code.Groups[1].Value + code.Groups[2].Value : $"HTTP {Status}";
        }
    }

    /// <summary>An error as this call's service words it.</summary>
    public static EmulatorReply Error(EmulatorCall call, string code, string message, int status = 400) => call.Service switch
    {
        "ec2" => Xml(
            new XElement("Response", new XElement("Errors", CodeAndMessage("Error", code, message)), new XElement("RequestID", NewId())),
            status),
        "elb" or "elbv2" =>
            Xml(new XElement("ErrorResponse", CodeAndMessage("Error", code, message), new XElement("RequestId", NewId())), status),
        _ => new EmulatorReply(status, "application/x-amz-json-1.0",
            Encoding.UTF8.GetBytes($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"{{message}}"}""")),
    };

    /// <summary>What the model of AWS refuses this call with.</summary>
    internal static EmulatorReply Refused(EmulatorCall call, AmazonServiceException refused) =>
        Error(call, refused.ErrorCode, refused.Message, (int)refused.StatusCode);

    internal static EmulatorReply Xml(XElement root, int status = 200) =>
        new(status, "text/xml", Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting)));

    internal XElement ReadXml()
    {
        using var content = new MemoryStream(Content.ToArray());
        return XElement.Load(content);
    }

    internal static string NewId() => Guid.NewGuid().ToString();

    private static XElement CodeAndMessage(string name, string code, string message) =>
        new(name, new XElement("Type", "Sender"), new XElement("Code", code), new XElement("Message", message));

    [GeneratedRegex(@"<Code>([^<]+)</Code>|""__type""\s*:\s*""(?:[^""#]*#)?([^""]+)""", RegexOptions.NonBacktracking)]
    private static partial Regex AnyErrorCode();
}
