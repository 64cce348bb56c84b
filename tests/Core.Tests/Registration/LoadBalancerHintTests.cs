using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Registration;

namespace Kickoff.Core.Tests.Registration;

/// <summary>
/// What people write where a load balancer's name or a target group's ARN belongs (the forms are those of AWS's console and CLI).
/// </summary>
public sealed class LoadBalancerHintTests
{
    private const string Place = "arn:aws:elasticloadbalancing:eu-west-1:123456789012";

    [Theory]
    [InlineData("loadbalancer_name", "web-production-1234567890.eu-west-1.elb.amazonaws.com", "did you mean 'web-production'?")]
    [InlineData("loadbalancer_name", "internal-web-1234567890.eu-west-1.elb.amazonaws.com", "did you mean 'web'?")]
    [InlineData("loadbalancer_name", Place + ":loadbalancer/web", "did you mean 'web'?")]
    [InlineData("loadbalancer_name", Place + ":loadbalancer/app/web/50dc6c495c0c9188", "registered at its target group")]
    [InlineData("loadbalancer_name", Place + ":targetgroup/web/50dc6c495c0c9188", "a target group is named by target_group_arn")]
    [InlineData("loadbalancer_name", "-web-", "did you mean 'web'?")]
    [InlineData("loadbalancer_name", "web.production", "did you mean 'web-production'?")]
    [InlineData(
        "target_group_arn", Place + ":targetgroup/web/50dc6c495c0c9188:8080",
        "did you mean '" + Place + ":targetgroup/web/50dc6c495c0c9188@8080'?")]
    [InlineData("target_group_arn", Place + ":loadbalancer/web", "which loadbalancer_name: web names")]
    [InlineData(
        "target_group_arn", Place + ":loadbalancer/net/web/50dc6c495c0c9188",
        "registered at its target group: " + Place + ":targetgroup/NAME/ID")]
    [InlineData("target_group_arn", Place + ":listener/app/web/50dc6c495c0c9188/f2f7dc8efc522ab2", "registered at its target group")]
    [InlineData("target_group_arn", "web", "aws elbv2 describe-target-groups --names web tells it")]
    [InlineData(
        "target_group_arn", Place + ":targetgroup/a/0a, " + Place + ":targetgroup/b/0b",
        "did you mean the list [" + Place + ":targetgroup/a/0a, ")]
    [InlineData("target_group_arn", "${AlbTargetGroup}", "nothing is filled in here")]
    public void A_fault_says_what_was_probably_meant(string parameter, string text, string hint)
    {
        var (named, fault) = LoadBalancerParameters.Read(parameter, new Value.Text(text));

        Assert.Null(named);
        Assert.Contains(hint, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("eu-west-1", null, 3, "is of region us-west-2, and the stack is of eu-west-1")]
    [InlineData(null, "123456789012", 4, "is of account 999999999999, and the stack is of 123456789012")]
    [InlineData(null, null, 3, "is of region us-west-2, others are of eu-west-1")]
    public void A_target_group_of_another_region_or_account_is_a_fault(string? region, string? account, int line, string message)
    {
        const string Text =
            $"a:\n  parameters:\n    target_group_arn: arn:aws:elasticloadbalancing:us-west-2:123456789012:targetgroup/x/0a\n"
                + $"    loadbalancer_name: [x]\nb:\n  parameters:\n"
                + $"    target_group_arn: [{Place}:targetgroup/x/0a, {Place}:targetgroup/y/0b]\n";
        var text = account is null ? Text : Text.Replace("us-west-2:123456789012", "eu-west-1:999999999999", StringComparison.Ordinal)
            .Replace("parameters:\n    target", "parameters:\n\n    target", StringComparison.Ordinal);
        var fault = Assert.Single(
            Assert.Throws<ConfigurationException>(() => NodeGroupsFile.Read("f", text, new AwsPlace(region, account))).Faults);

        Assert.Equal(line, fault.Line);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        // Who does not ask, such as a function that is deployed, is not stopped by it.
        Assert.Equal(2, NodeGroupsFile.Read("f", text).Groups.Count);
    }
}
