using Kickoff.Core.Enrolment;

namespace Kickoff.Core.Tests.Enrolment;

public sealed class PuppetServerRoleTests
{
    [Theory]
    [InlineData("arn:aws:sts::123456789012:assumed-role/puppet/i-0abc", true)]
    [InlineData("arn:aws:sts::123456789012:assumed-role/puppet2/i-0abc", false)]
    [InlineData("arn:aws:sts::999999999999:assumed-role/puppet/i-0abc", false)]
    [InlineData("arn:aws:iam::123456789012:user/puppet", false)]
    [InlineData("arn:aws:sts::123456789012:assumed-role/puppet", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_Puppet_server_is_known_by_a_session_of_its_role(string? caller, bool known)
    {
        Assert.Equal(known, PuppetServerRole.IsCaller(caller, "arn:aws:iam::123456789012:role/servers/puppet"));
        Assert.False(PuppetServerRole.IsCaller(caller, ""));
    }

    [Theory]
    [InlineData("ca", true)]
    [InlineData("compiler", true)]
    [InlineData("a,b", true)]
    [InlineData("a", false)]
    [InlineData("other", false)]
    public void Compilers_and_the_CA_may_have_roles_of_their_own(string role, bool known) =>
        Assert.Equal(known, PuppetServerRole.IsCaller(
            $"arn:aws:sts::123456789012:assumed-role/{role}/i-0abc",
            "arn:aws:iam::123456789012:role/ca,arn:aws:iam::123456789012:role/puppet/compiler , arn:aws:iam::123456789012:role/a,b"));
}
