using FsCheck;
using FsCheck.Fluent;
using Kickoff.Core.Configuration;
using NodaTime;

namespace Kickoff.Core.Tests.Configuration;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("30m", 1800)]
    [InlineData("1h30m", 5400)]
    [InlineData("90s", 90)]
    [InlineData("2d", 172800)]
    [InlineData("1d2h3m4s", 93784)]
    [InlineData("0s", 0)]
    [InlineData("90m", 5400)]
    public void A_duration_is_read(string text, int seconds)
    {
        Assert.True(DurationText.TryParse(text, out var duration));
        Assert.Equal(Duration.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("30")]
    [InlineData("m")]
    [InlineData("30m1h")]
    [InlineData("1h1h")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("5m ")]
    [InlineData("5M")]
    [InlineData("1.5h")]
    [InlineData("12345678s")]
    [InlineData("٣m")]
    [InlineData("5m\n")]
    public void What_is_none_is_refused(string? text) => Assert.False(DurationText.TryParse(text, out _));

    [Fact]
    public void What_is_written_is_read_back() => Prop.ForAll(Gen.Choose(0, 10_000_000).ToArbitrary(), seconds =>
        DurationText.TryParse(DurationText.Format(Duration.FromSeconds(seconds)), out var read) && read == Duration.FromSeconds(seconds))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
}
