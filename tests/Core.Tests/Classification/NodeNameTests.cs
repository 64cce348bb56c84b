using Kickoff.Core.Classification;

namespace Kickoff.Core.Tests.Classification;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("i-00000001", true)]
    [InlineData("i-0123456789abcdef0.eu-west-1.compute.internal", true)]
    [InlineData("ip-10-0-0-1.eu-west-1.compute.internal", false)]
    [InlineData("i-xyz", false)]
    public void A_certname_is_an_instance_id_or_a_DNS_name(string certname, bool instance) =>
        Assert.Equal(instance, NodeName.Parse(certname) is NodeName.OfInstance);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("Upper")]
    [InlineData("../etc")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("-a")]
    public void Anything_else_is_no_certname(string? certname) => Assert.Null(NodeName.Parse(certname));

    [Fact]
    public void A_certname_has_at_most_255_characters()
    {
        Assert.NotNull(NodeName.Parse(new string('a', 255)));
        Assert.Null(NodeName.Parse(new string('a', 256)));
    }
}
