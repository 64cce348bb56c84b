using System.Globalization;
using System.Text.Json.Nodes;
using Kickoff.Local;
using Kickoff.Local.Emulator;
using Kickoff.Local.Emulator.Calls;
using Kickoff.Local.Stage;

namespace Kickoff.MatchDay.Facts;

/// <summary>
/// Each server registered exactly once, counted at the emulator, although every event came at least twice and out of order.
/// </summary>
internal static class RegisteredOnce
{
    public static Fact Of(World world, Story story)
    {
        var registrations = story.Servers.ToDictionary(id => id, _ => 0, StringComparer.Ordinal);
        var surplus = 0;
        var calls = 0;
        var members = new HashSet<(string LoadBalancer, string Id)>();
        foreach (var call in world.Aws.Calls.All.Where(call => call.Status == 200))
        {
            var (register, loadBalancer, ids) = Read(call);
            calls += register == true ? 1 : 0;
            foreach (var id in ids)
            {
                if (register == true)
                {
                    registrations[id] = registrations.GetValueOrDefault(id) + 1;
                    // A server that was drained and came back is registered again; otherwise a second time is one too many.
                    surplus += members.Add((loadBalancer, id)) ? 0 : 1;
                }
                else
                {
                    members.Remove((loadBalancer, id));
                }
            }
        }

        var events = Deliveries(world.InstanceEventMapping.Delivered);
        var never = registrations.Count(pair => pair.Value == 0);
        return new Fact(
            "Each server was registered exactly once, although every event came at least twice and out of order",
            surplus == 0 && never == 0 && registrations.Count > 0 && events.Fewest >= 2 && events.OutOfOrder > 0,
            string.Create(CultureInfo.InvariantCulture,
                $"{registrations.Count} servers in {calls} register calls, {surplus} twice, {never} never; {events.Distinct} events "
                    + $"delivered {events.All} times, each at least {events.Fewest} times, {events.OutOfOrder} after a younger one"));
    }

    private static (bool? Register, string LoadBalancer, IReadOnlyList<string> Ids) Read(EmulatorCall call) => call.Action switch
    {
        "RegisterInstancesWithLoadBalancer" => (true, call.Parameters["LoadBalancerName"], call.List("Instances.member", ".InstanceId")),
        "DeregisterInstancesFromLoadBalancer" => (false, call.Parameters["LoadBalancerName"], call.List("Instances.member", ".InstanceId")),
        "RegisterTargets" => (true, call.Parameters["TargetGroupArn"], call.List("Targets.member", ".Id")),
        "DeregisterTargets" => (false, call.Parameters["TargetGroupArn"], call.List("Targets.member", ".Id")),
        _ => (null, "", []),
    };

    private static (int Distinct, int All, int Fewest, int OutOfOrder) Deliveries(IReadOnlyList<string> delivered)
    {
        var events =
            delivered.Select(body => JsonNode.Parse(body)!).Select(body => (Id: (string)body["id"]!, At: (string)body["time"]!)).ToArray();
        var copies = events.CountBy(one => one.Id, StringComparer.Ordinal).ToArray();
        var (youngest, outOfOrder) = ("", 0);
        foreach (var (_, at) in events)
        {
            outOfOrder += string.CompareOrdinal(at, youngest) < 0 ? 1 : 0;
            youngest = string.CompareOrdinal(at, youngest) > 0 ? at : youngest;
        }

        return (copies.Length, events.Length, copies.Length > 0 ? copies.Min(one => one.Value) : 0, outOfOrder);
    }
}
