using System.Xml.Linq;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>
/// DescribeInstances: LaunchTime is when this boot began (moto: the first one); a terminated instance has lost its names.
/// DescribeImages: each image has its own age (moto: its start).
/// </summary>
internal sealed class Descriptions(EmulatedServers servers, Upstream upstream)
{
    public IEnumerable<KeyValuePair<(string Service, string Action), Correction>> Corrections =>
    [
        new(("ec2", "DescribeInstances"), call => CorrectedAsync(call, answer => InstanceXml.Correct(answer, servers))),
        new(("ec2", "DescribeImages"), call => CorrectedAsync(call, CorrectImages)),
    ];

    private async Task<EmulatorReply> CorrectedAsync(EmulatorCall call, Action<XElement> correct)
    {
        var reply = await upstream.ForwardAsync(call);
        if (!reply.Succeeded)
        {
            return reply;
        }

        var xml = reply.ReadXml();
        correct(xml);
        return EmulatorReply.Xml(xml);
    }

    private static void CorrectImages(XElement answer)
    {
        foreach (var image in answer.Elements().Where(element => element.Name.LocalName == "imagesSet").Elements())
        {
            if (MachineImages.CreationDate(InstanceXml.Child(image, "imageId")!.Value) is { } created
                && InstanceXml.Child(image, "creationDate") is { } date)
            {
                date.Value = created;
            }
        }
    }
}
