using System.Collections.Immutable;
using Kickoff.Core.Classification;
using Kickoff.Core.Registration;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Tests.Registration;

public sealed class DesiredMembershipsTests
{
    private const string Arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef";

    [Fact]
    public void A_server_belongs_to_every_load_balancer_that_any_of_its_groups_names()
    {
        var desired = Desired(
            Given.Group("a", ("loadbalancer_name", List(Text("one"), Text("two")))),
            Given.Group("b", ("loadbalancer_name", Text("two")), ("target_group_arn", Text(Arn))));

        Assert.Equal(["classic/one", "classic/two", $"target-group/{Arn}"], Keys(desired.NamedFor(Server("a", "b", "unknown"))));
        Assert.Equal(["classic/one", "classic/two"], Keys(desired.NamedFor(Server("a"))));
        Assert.Equal(["classic/one", "classic/two", $"target-group/{Arn}"], Keys(desired.LoadBalancers));
        Assert.Empty(desired.NamedFor(Server("unknown")));
        Assert.False(desired.IsMapped(Server("unknown")));
    }

    [Fact]
    public void The_fallback_puts_nothing_in_front_of_users()
    {
        var fallback = Given.Group("*", ("loadbalancer_name", Text("one")));
        var desired = new DesiredMemberships(new(ImmutableSortedDictionary<string, NodeGroup>.Empty, fallback), "kickoff");

        Assert.Empty(desired.NamedFor(Server("anything")));
        Assert.Empty(desired.LoadBalancers);
    }

    [Fact]
    public void A_target_group_takes_a_port_in_either_form()
    {
        var map = new Value.Map(ImmutableSortedDictionary<string, Value>.Empty.Add("arn", Text(Arn)).Add("port", new Value.Integer(9090)));

        var read = LoadBalancerParameters.Read(Given.Group("a", ("target_group_arn", List(Text(Arn), Text(Arn + "@8080"), map))));

        Assert.Empty(read.Faults);
        Assert.Equal<LoadBalancer>(
            [new TargetGroup(Arn, null), new TargetGroup(Arn, 8080), new TargetGroup(Arn, 9090)], read.LoadBalancers.ToArray());
    }

    [Fact]
    public void A_load_balancers_key_is_read_back_as_the_same_load_balancer()
    {
        foreach (var loadBalancer in new LoadBalancer[] { new ClassicLoadBalancer("web-1"), new TargetGroup(Arn, null), new TargetGroup(
            Arn, 8080) })
        {
            Assert.True(LoadBalancer.TryParseKey(loadBalancer.Key, out var read));
            Assert.Equal(loadBalancer, read);
        }
    }

    [Theory]
    [InlineData("loadbalancer_name", "under_score")]
    [InlineData("loadbalancer_name", "")]
    [InlineData("loadbalancer_name", "a-name-of-thirty-three-characters-")]
    [InlineData("target_group_arn", "api")]
    [InlineData("target_group_arn", Arn + "@0")]
    [InlineData("target_group_arn", Arn + "@65536")]
    [InlineData("target_group_arn", Arn + "@http")]
    [InlineData("target_group_arn", "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/web")]
    public void What_names_no_load_balancer_is_refused_by_group_and_parameter(string parameter, string value)
    {
        var exception = Assert.Throws<ArgumentException>(() => Desired(Given.Group("a", (parameter, List(Text(value))))));

        Assert.StartsWith($"a: {parameter} ", Assert.Single(exception.Message.Split(Environment.NewLine)), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var exception = Assert.Throws<ArgumentException>(() => Desired(
            Given.Group("a", ("loadbalancer_name", List(Text("_"), Text("fine"), new Value.Boolean(true)))),
            Given.Group("b", ("target_group_arn", List(List(Text(Arn)))))));

        Assert.Equal(3, exception.Message.Split(Environment.NewLine).Length);
    }

    private static DesiredMemberships Desired(params NodeGroup[] groups) =>
        new(new(groups.ToImmutableSortedDictionary(group => group.Name, group => group, StringComparer.Ordinal), null), "kickoff");

    private static Value.Text Text(string text) => new(text);

    private static Value.List List(params Value[] items) => new([.. items]);

    private static Server Server(params string[] groups) =>
        new() { Id = Given.Id(1), State = InstanceState.Running, LaunchTime = default, SecurityGroups = [.. groups] };

    private static IEnumerable<string> Keys(IEnumerable<LoadBalancer> loadBalancers) =>
        loadBalancers.Select(loadBalancer => loadBalancer.Key);
}
