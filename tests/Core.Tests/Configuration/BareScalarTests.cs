using FsCheck;
using FsCheck.Fluent;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;

namespace Kickoff.Core.Tests.Configuration;

public sealed class BareScalarTests
{
    /// <summary>The right-hand side is what Psych 4.0.3 answered.</summary>
    [Theory]
    [InlineData("", "null")]
    [InlineData("~", "null")]
    [InlineData("null", "null")]
    [InlineData("NULL", "null")]
    [InlineData("yes", "true")]
    [InlineData("Yes", "true")]
    [InlineData("on", "true")]
    [InlineData("TRUE", "true")]
    [InlineData("tRuE", "true")]
    [InlineData("no", "false")]
    [InlineData("off", "false")]
    [InlineData("False", "false")]
    [InlineData("y", "\"y\"")]
    [InlineData("N", "\"N\"")]
    [InlineData("yess", "\"yess\"")]
    [InlineData("0", "0")]
    [InlineData("12", "12")]
    [InlineData("-12", "-12")]
    [InlineData("+5", "5")]
    [InlineData("012", "10")]
    [InlineData("-0777", "-511")]
    [InlineData("08", "\"08\"")]
    [InlineData("0x1F", "31")]
    [InlineData("0X1F", "\"0X1F\"")]
    [InlineData("0b101", "5")]
    [InlineData("0o12", "\"0o12\"")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("0_", "0")]
    [InlineData("1_000", "1000")]
    [InlineData("1,000", "1000")]
    [InlineData("1_", "\"1_\"")]
    [InlineData("1__0", "\"1__0\"")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1.10", "1.1")]
    [InlineData("1.", "1.0")]
    [InlineData(".5", "0.5")]
    [InlineData("-.5", "-0.5")]
    [InlineData(".", "\".\"")]
    [InlineData("-.", "\"-.\"")]
    [InlineData("1.0e+3", "1000.0")]
    [InlineData("1.e+3", "1000.0")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("1.0e3", "\"1.0e3\"")]
    [InlineData(".e+3", "\".e+3\"")]
    [InlineData("1_000.5", "1000.5")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("10.0.0.1", "\"10.0.0.1\"")]
    [InlineData("1:30", "5400")]
    [InlineData("-1:30", "-1800")]
    [InlineData("22:22:22", "80542")]
    [InlineData("1:60", "\"1:60\"")]
    [InlineData("1:2:3:4", "\"1:2:3:4\"")]
    [InlineData("190:20:30.15", "685230.15")]
    [InlineData("80/tcp", "\"80/tcp\"")]
    [InlineData("25%", "\"25%\"")]
    [InlineData("5m", "\"5m\"")]
    [InlineData("backend-production", "\"backend-production\"")]
    public void A_bare_scalar_means_what_it_means_to_Ruby(string text, string value) =>
        Assert.Equal(value, Typed.Show(BareScalar.Read(text)));

    [Theory]
    [InlineData(".inf", double.PositiveInfinity)]
    [InlineData("+.INF", double.PositiveInfinity)]
    [InlineData("-.Inf", double.NegativeInfinity)]
    [InlineData(".NaN", double.NaN)]
    public void Infinities_and_no_number_are_floats(string text, double number) =>
        Assert.Equal(new Value.Float(number), BareScalar.Read(text));

    [Theory]
    [InlineData("2012-06-28")]
    [InlineData("2012-06-28 20:45:00 +02:00")]
    [InlineData(":symbol")]
    public void What_Puppet_could_not_load_stays_text(string text) => Assert.Equal(new Value.Text(text), BareScalar.Read(text));

    [Fact]
    public void Whatever_stands_there_is_read_without_a_complaint()
    {
        var characters = Gen.Elements<char>([.. "0123456789_,.:+-eExXbBoOinfa~ \u0660é"]);
        Prop.ForAll(characters.ArrayOf().ToArbitrary(), text => BareScalar.Read(new string(text)) is not null)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));
    }
}
