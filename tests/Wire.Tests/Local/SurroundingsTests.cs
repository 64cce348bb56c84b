using Kickoff.Local.Stage;

namespace Kickoff.Wire.Tests.Local;

public sealed class SurroundingsTests
{
    [Theory]
    [InlineData("[subnet-0a, subnet-0b]", "[subnet-0b12, subnet-0a34]")]
    [InlineData("subnet-0abc, subnet-0a", "subnet-77, subnet-0b12")]
    [InlineData("none", "none")]
    public void An_id_of_AWS_that_begins_as_one_of_the_configuration_stays_as_it_is(string written, string real) => Assert.Equal(
        real,
        Surroundings.WithIds(written, [new("subnet-0a", "subnet-0b12"), new("subnet-0b", "subnet-0a34"), new("subnet-0abc", "subnet-77")]));

    [Fact]
    public void Without_ids_the_text_stays_as_it_is() => Assert.Equal("subnet-0a", Surroundings.WithIds("subnet-0a", []));
}
