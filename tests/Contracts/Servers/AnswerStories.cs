using System.Net;
using Kickoff.Aws.Ec2;
using Kickoff.Aws.LoadBalancing;
using Kickoff.Contracts.Ledger;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using NodaTime;
using Instance = Kickoff.Core.Servers.InstanceId;

namespace Kickoff.Contracts.Servers;

/// <summary>
/// What AWS says no with, and what Kickoff's adapters take it for. Codes that no model says by itself are put in its mouth.
/// </summary>
[Collection(TellsStories.Name)]
public sealed class AnswerStories(Oracles oracles)
{
    /// <summary>"Not here, not now": https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html.</summary>
    private static readonly (string Code, HttpStatusCode Status)[] NoCapacity =
    [
        ("InsufficientAddressCapacity", HttpStatusCode.InternalServerError),
        ("InsufficientCapacity", HttpStatusCode.InternalServerError),
        ("InsufficientHostCapacity", HttpStatusCode.InternalServerError),
        ("InsufficientReservedInstanceCapacity", HttpStatusCode.InternalServerError),
        ("InsufficientVolumeCapacity", HttpStatusCode.InternalServerError),
        ("UnfulfillableCapacity", HttpStatusCode.InternalServerError),
        ("InstanceLimitExceeded", HttpStatusCode.BadRequest),
        ("MaxSpotInstanceCountExceeded", HttpStatusCode.BadRequest),
    ];

    [Theory, MotoItself]
    public async Task No_capacity_is_an_answer_though_EC2_says_it_as_an_error_of_the_server(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        foreach (var (code, status) in NoCapacity)
        {
            using (stage.Behind.Failing(code, status))
            {
                Assert.Equal(new LaunchAnswer.NoCapacity(code), await LaunchAsync(stage));
            }
        }
    }

    /// <summary>
    /// Of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html; of the others nobody says what they are about.
    /// </summary>
    [Theory, MotoItself]
    public async Task Some_codes_say_of_what_they_speak(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var fleet = new Ec2Fleet(stage.Ec2);
        foreach (var (code, aboutRequest, aboutOne) in new[]
        {
            ("Blocked", true, false),
            ("InvalidAMIID.NotFound", true, false),
            ("InvalidAMIID.Unavailable", true, false),
            ("InvalidKeyPair.NotFound", true, false),
            ("OptInRequired", true, false),
            ("PendingVerification", true, false),
            ("UnauthorizedOperation", true, true),
            ("OperationNotPermitted", false, true),
            ("InvalidSubnetID.NotFound", false, false),
            ("NobodyHasHeardOfIt", false, false),
        })
        {
            using (stage.Behind.Failing(code, HttpStatusCode.BadRequest))
            {
                Assert.Equal(aboutRequest, Assert.IsType<LaunchAnswer.Refused>(await LaunchAsync(stage)).IsAboutRequest);
                var ended = await fleet.EndAsync([Instance.Parse(Lines.Nobody)], default);
                Assert.Equal(aboutOne, Assert.IsType<EndAnswer.Refused>(ended).IsAboutOne);
            }
        }
    }

    [Theory, CloudOnly("has room for all", "AWSEC2/latest/APIReference/errors-overview.html")]
    public async Task What_EC2_has_no_room_for_is_no_capacity_each_for_its_own_reason(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var region = stage.Account!.Ec2.Region;

        region.NotOffered.Add((Lines.InstanceType, "eu-west-1a"));
        Assert.Equal(new LaunchAnswer.NoCapacity("Unsupported"), await LaunchAsync(stage));
        region.NotOffered.Clear();
        (region.VcpuQuota, var quota) = (1, region.VcpuQuota);
        Assert.Equal(new LaunchAnswer.NoCapacity("VcpuLimitExceeded"), await LaunchAsync(stage));
        region.VcpuQuota = quota;
        region.Subnets[stage.Subnet] = region.Subnets[stage.Subnet] with { Addresses = 0 };
        Assert.Equal(new LaunchAnswer.NoCapacity("InsufficientFreeAddressesInSubnet"), await LaunchAsync(stage));
    }

    [Theory, Correction("https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html")]
    public async Task A_launch_that_is_sent_again_is_the_same_and_its_token_is_spent_with_its_servers(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var id = Adapters.Uuid(1);
        stage.Behind.Limit(2);

        var launched = Assert.IsType<LaunchAnswer.Launched>(await LaunchAsync(stage, count: 3, id)).Instances;
        Assert.Equal(2, launched.Length);
        Assert.Equal(
            launched.AsEnumerable(), Assert.IsType<LaunchAnswer.Launched>(await LaunchAsync(stage, count: 3, id)).Instances.AsEnumerable());
        Assert.Equal(new LaunchAnswer.TokenSpent("IdempotentParameterMismatch"), await LaunchAsync(stage, count: 4, id));
        Assert.Equal(new EndAnswer.Ended(), await new Ec2Fleet(stage.Ec2).EndAsync(launched, default));
        stage.Settle();
        Assert.Equal(new LaunchAnswer.TokenSpent("IdempotentInstanceTerminated"), await LaunchAsync(stage, count: 3, id));

        stage.Behind.Limit(0);
        Assert.Equal(new LaunchAnswer.NoCapacity("InsufficientInstanceCapacity"), await LaunchAsync(stage));
    }

    [Theory, MotoItself]
    public async Task An_ending_that_one_server_spoils_says_which_it_was(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var fleet = new Ec2Fleet(stage.Ec2);
        var ids = (await stage.LaunchAsync(2)).Select(Instance.Parse).ToArray();

        var unknown = Assert.IsType<EndAnswer.InvalidInstance>(await fleet.EndAsync([ids[0], Instance.Parse(Lines.Nobody)], default));
        Assert.Contains(Lines.Nobody, unknown.Message, StringComparison.Ordinal);

        await stage.Behind.ProtectAsync(ids[0].Value);
        var kept = Assert.IsType<EndAnswer.Refused>(await fleet.EndAsync(ids, default));
        Assert.Equal("OperationNotPermitted", kept.Code);
        Assert.Contains(ids[0].Value, kept.Message, StringComparison.Ordinal);

        foreach (var code in new[] { "IncorrectInstanceState", "InvalidInstanceID", "InvalidInstanceID.Malformed" })
        {
            using (stage.Behind.Failing(code, HttpStatusCode.BadRequest))
            {
                Assert.IsType<EndAnswer.InvalidInstance>(await fleet.EndAsync(ids, default));
            }
        }
    }

    [Theory, Correction("https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html")]
    public async Task A_load_balancer_takes_or_says_that_it_is_not_there_or_that_a_server_is_not(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var (port, ids) = (Port(stage), (await stage.LaunchAsync(1)).Select(Instance.Parse).ToArray());
        Instance[] bad = [.. ids, Instance.Parse(Lines.Nobody)];
        foreach (var (there, nowhere) in new (LoadBalancer, LoadBalancer)[]
        {
            (Classic(stage), new ClassicLoadBalancer("nowhere")),
            (Group(stage), new TargetGroup(stage.TargetGroup + "0", null)),
        })
        {
            Assert.IsType<RegistrationAnswer.InvalidInstance>(await port.RegisterAsync(there, bad, default));
            Assert.Equal(new RegistrationAnswer.Accepted(), await port.RegisterAsync(there, ids, default));
            stage.Settle();
            Assert.Equal([new(ids[0], MemberHealth.InService)], await MembersAsync(port, there));
            await stage.Behind.StopAsync(ids[0].Value);
            stage.Settle();
            Assert.Equal([new(ids[0], MemberHealth.OutOfService)], await MembersAsync(port, there));
            await stage.Behind.StartAsync(ids[0].Value);
            stage.Settle();
            Assert.Equal(new RegistrationAnswer.Accepted(), await port.DeregisterAsync(there, ids, default));
            Assert.DoesNotContain(new(ids[0], MemberHealth.InService), await MembersAsync(port, there));

            Assert.Equal(new RegistrationAnswer.NoSuchLoadBalancer(), await port.RegisterAsync(nowhere, ids, default));
            Assert.Equal(new RegistrationAnswer.NoSuchLoadBalancer(), await port.DeregisterAsync(nowhere, ids, default));
            Assert.Equal(new MembersAnswer.NoSuchLoadBalancer(), await port.MembersAsync(nowhere, default));
        }

        Assert.IsType<RegistrationAnswer.InvalidInstance>(await port.DeregisterAsync(Classic(stage), bad, default));
        Assert.Equal([new(ids[0], MemberHealth.Draining)], await MembersAsync(port, Group(stage)));
    }

    [Theory, MotoItself]
    public async Task A_target_group_that_is_full_says_so_and_a_target_that_is_at_too_many_is_itself_at_fault(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var (port, ids) = (Port(stage), new[] { Instance.Parse(Lines.Nobody) });

        using (stage.Behind.Failing("TooManyTargets", HttpStatusCode.BadRequest))
        {
            Assert.IsType<RegistrationAnswer.Full>(await port.RegisterAsync(Group(stage), ids, default));
        }

        using (stage.Behind.Failing("TooManyRegistrationsForTargetId", HttpStatusCode.BadRequest))
        {
            Assert.IsType<RegistrationAnswer.InvalidInstance>(await port.RegisterAsync(Group(stage), ids, default));
        }
    }

    [Theory, Correction("https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetHealth.html")]
    public async Task A_server_at_two_ports_is_in_service_at_one_of_them_and_drains_when_it_leaves_both(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var (port, ids) = (Port(stage), (await stage.LaunchAsync(1)).Select(Instance.Parse).ToArray());
        TargetGroup at80 = new(stage.TargetGroup, 80), at81 = new(stage.TargetGroup, 81);
        await port.RegisterAsync(at80, ids, default);
        await port.RegisterAsync(at81, ids, default);
        stage.Settle();

        await port.DeregisterAsync(at80, ids, default);
        Assert.Equal([new(ids[0], MemberHealth.InService)], await MembersAsync(port, Group(stage)));
        Assert.Equal([new(ids[0], MemberHealth.Draining)], await MembersAsync(port, at80));

        await stage.Behind.StopAsync(ids[0].Value);
        Assert.Equal([new(ids[0], MemberHealth.OutOfService)], await MembersAsync(port, Group(stage)));
        await port.DeregisterAsync(at81, ids, default);
        Assert.Equal([new(ids[0], MemberHealth.Draining)], await MembersAsync(port, Group(stage)));
    }

    [Theory, MotoItself]
    public async Task A_refusal_of_any_other_code_is_the_refusal_of_that_call(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var (fleet, port, ids) = (new Ec2Fleet(stage.Ec2), Port(stage), new[] { Instance.Parse(Lines.Nobody) });
        foreach (var code in new[] { "UnauthorizedOperation", "AccessDenied", "ValidationError", "NobodyHasHeardOfIt" })
        {
            using (stage.Behind.Failing(code, HttpStatusCode.Forbidden))
            {
                Assert.Equal(code, Assert.IsType<LaunchAnswer.Refused>(await LaunchAsync(stage)).Code);
                Assert.Equal(code, Assert.IsType<EndAnswer.Refused>(await fleet.EndAsync(ids, default)).Code);
                Assert.Equal(code, Assert.IsType<ImageAnswer.Refused>(await fleet.NewestImageAsync(new("self", "*"), default)).Code);
                foreach (var one in new LoadBalancer[] { Classic(stage), Group(stage) })
                {
                    Assert.Equal(code, Assert.IsType<RegistrationAnswer.Refused>(await port.RegisterAsync(one, ids, default)).Code);
                    Assert.Equal(code, Assert.IsType<RegistrationAnswer.Refused>(await port.DeregisterAsync(one, ids, default)).Code);
                    Assert.Equal(code, Assert.IsType<MembersAnswer.Refused>(await port.MembersAsync(one, default)).Code);
                }
            }
        }
    }

    [Theory, Correction("https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RegisterTargets.html")]
    public async Task Two_hundred_servers_are_one_call_to_a_load_balancer_and_one_more_are_two(Told told)
    {
        var stage = await oracles.FleetAsync(told);
        var ids = (await stage.LaunchAsync(201)).Select(Instance.Parse).ToArray();
        var calls = new LoadBalancerCalls(Port(stage), SystemClock.Instance);

        await MakeAsync(Classic(stage), Wanted.In, ids[1..], "RegisterInstancesWithLoadBalancer", 1);
        await MakeAsync(Classic(stage), Wanted.In, ids, "RegisterInstancesWithLoadBalancer", 3);
        await MakeAsync(Classic(stage), Wanted.Out, ids, "DeregisterInstancesFromLoadBalancer", 2);
        await MakeAsync(Group(stage), Wanted.In, ids[1..], "RegisterTargets", 1);
        await MakeAsync(Group(stage), Wanted.In, ids, "RegisterTargets", 3);
        await MakeAsync(Group(stage), Wanted.Out, ids, "DeregisterTargets", 2);

        async Task MakeAsync(LoadBalancer at, Wanted wanted, Instance[] servers, string action, int made)
        {
            var results = await calls.MakeAsync(at, wanted, servers, new HashSet<Instance>(), Instant.MaxValue, default);
            Assert.All(servers, server => Assert.Equal(new CallResult.Done(Called: true), results[server]));
            Assert.Equal(made, stage.Behind.Made(action));
            var members = await MembersAsync(Port(stage), at);
            Assert.Equal(wanted == Wanted.In ? servers.Length : 0, members.Count(member => member.Value != MemberHealth.Draining));
        }
    }

    internal static Task<LaunchAnswer> LaunchAsync(FleetStage stage, int count = 1, Guid? id = null)
    {
        var intent = Adapters.Launch(id ?? Adapters.Uuid(1));
        return new Ec2Fleet(stage.Ec2).LaunchAsync(
            intent with
            {
                Request = intent.Request with
                {
                    ImageId = stage.Image,
                    InstanceType = Lines.InstanceType,
                    SubnetId = stage.Subnet,
                    SecurityGroups = [stage.SecurityGroup],
                    KeyName = null,
                    InstanceProfile = null,
                    Count = count,
                },
            },
            default);
    }

    internal static LoadBalancers Port(FleetStage stage) => new(stage.Classic, stage.TargetGroups);

    internal static ClassicLoadBalancer Classic(FleetStage stage) => new(stage.LoadBalancer);

    internal static TargetGroup Group(FleetStage stage) => new(stage.TargetGroup, null);

    private static async Task<IEnumerable<KeyValuePair<Instance, MemberHealth>>> MembersAsync(LoadBalancers port, LoadBalancer at) =>
        Assert.IsType<MembersAnswer.Listed>(await port.MembersAsync(at, default)).Members;
}
