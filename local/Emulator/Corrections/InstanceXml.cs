using System.Globalization;
using System.Xml.Linq;
using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Emulator.Corrections;

/// <summary>The instance items in EC2's answers.</summary>
internal static class InstanceXml
{
    // What EC2 no longer tells of a terminated instance.
    private static readonly HashSet<string> GoneWhenTerminated = new(StringComparer.Ordinal)
    {
        "privateIpAddress", "ipAddress", "subnetId", "vpcId", "tagSet",
    };

    private static readonly HashSet<string> EmptyWhenTerminated = new(StringComparer.Ordinal)
    {
        "privateDnsName", "dnsName", "groupSet", "networkInterfaceSet", "blockDeviceMapping",
    };

    public static IEnumerable<XElement> Items(XElement answer) =>
        answer.DescendantsAndSelf().Where(element => element.Name.LocalName == "instancesSet").SelectMany(set => set.Elements());

    public static string Id(XElement item) => Child(item, "instanceId")!.Value;

    /// <summary>Launch times as the proxy knows them; terminated instances as bare as EC2 shows them.</summary>
    public static void Correct(XElement answer, EmulatedServers servers)
    {
        foreach (var item in Items(answer))
        {
            if (servers.Find(Id(item)) is { } server && Child(item, "launchTime") is { } launchTime)
            {
                launchTime.Value = server.LaunchTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            }

            if (Child(item, "instanceState") is { } state && Child(state, "name")?.Value == "terminated")
            {
                item.Elements().Where(element => GoneWhenTerminated.Contains(element.Name.LocalName)).ToList().ForEach(
                    element => element.Remove());
                item.Elements().Where(element => EmptyWhenTerminated.Contains(element.Name.LocalName)).ToList().ForEach(
                    element => element.RemoveNodes());
            }
        }
    }

    public static XElement? Child(XElement parent, string name) =>
        parent.Elements().FirstOrDefault(element => element.Name.LocalName == name);
}
