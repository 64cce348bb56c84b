using Kickoff.Core.Configuration;

namespace Kickoff.Core.Tests.Configuration;

public sealed class NearestTests
{
    [Theory]
    [InlineData("clases", "classes")]
    [InlineData("paramters", "parameters")]
    [InlineData("enviroment", "environment")]
    [InlineData("prio", null)]
    [InlineData("roles", null)]
    [InlineData("", null)]
    public void A_slip_is_told_from_another_word(string typed, string? meant) =>
        Assert.Equal(meant, Nearest.To(typed, ["classes", "environment", "parameters", "priority"]));

    [Fact]
    public void Nothing_is_nearest_among_nothing() => Assert.Null(Nearest.To("x", []));
}
