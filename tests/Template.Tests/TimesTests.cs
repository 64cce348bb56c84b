using System.Globalization;
using Kickoff.Core.Registration;
using Kickoff.Core.Scaling;
using Kickoff.Simulation.Functions;
using Mono.Cecil;
using NodaTime;

namespace Kickoff.Template.Tests;

/// <summary>Times of the code that depend on those of template.yaml, and on one another.</summary>
public sealed class TimesTests
{
    public static TheoryData<string> Functions => [.. SamTemplate.Functions];

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_knows_the_timeout_that_it_is_deployed_with(string function)
    {
        using var module = ModuleDefinition.ReadModule(Repository.Assembly(function));

        var known = module.GetType($"Kickoff.{function}.Function").Fields.Single(field => field.Name == "Timeout");

        Assert.Equal(Number(function, "Timeout"), known.Constant);
    }

    [Fact]
    public void A_claim_outlives_the_invocation_that_made_it_and_not_the_redelivery()
    {
        Assert.True(MembershipTransitions.Lease > Seconds("OnInstanceRunning", "Timeout"));
        Assert.True(MembershipTransitions.Lease < Seconds("InstanceEvents", "VisibilityTimeout"));
        Assert.True(MembershipTransitions.CallTime < MembershipTransitions.Lease);
    }

    [Fact]
    public void A_ticks_lease_outlives_its_invocation_and_not_the_next_tick()
    {
        Assert.True(ScaleTick.Lease > Seconds("ScaleSchedule", "Timeout"));
        Assert.True(ScaleTick.Lease < Duration.FromMinutes(1));
        Assert.Equal(
            "rate(1 minute)", SamTemplate.Text(SamTemplate.Properties("ScaleSchedule"), "Events", "EveryMinute", "Properties", "Schedule"));
    }

    [Fact]
    public void The_queue_that_drills_and_seasons_play_on_is_set_as_the_deployed_one()
    {
        Assert.Equal(Seconds("InstanceEvents", "VisibilityTimeout"), StateChangeQueue.Settings.VisibilityTimeout);
        Assert.Equal(Seconds("InstanceEvents", "MessageRetentionPeriod"), StateChangeQueue.Settings.Retention);
        Assert.Equal(
            SamTemplate.Text(SamTemplate.Properties("InstanceEvents"), "RedrivePolicy", "maxReceiveCount"),
            StateChangeQueue.Settings.MaxReceiveCount.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(Seconds("OnInstanceRunning", "Timeout"), StateChangeQueue.FunctionTimeout);
        Assert.Equal(Seconds("ScaleSchedule", "Timeout"), Schedule.FunctionTimeout);
    }

    private static Duration Seconds(string resource, string property) => Duration.FromSeconds(Number(resource, property));

    private static int Number(string resource, string property) =>
        int.Parse(SamTemplate.Text(SamTemplate.Properties(resource), property)!, CultureInfo.InvariantCulture);
}
