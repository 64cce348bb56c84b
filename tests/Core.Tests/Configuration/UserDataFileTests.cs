using Kickoff.Core.Configuration;
using Kickoff.Core.Scaling;

namespace Kickoff.Core.Tests.Configuration;

public sealed class UserDataFileTests
{
    [Fact]
    public void Placeholders_are_filled() =>
        Assert.Equal(
            "#!/bin/sh\necho s p eu-west-1 p\n", UserData.Fill("#!/bin/sh\necho @STACK@ @POOL@ @REGION@ @POOL@\n", "s", "p", "eu-west-1"));

    [Fact]
    public void A_good_script_has_no_fault() =>
        Assert.Empty(Check("#!/bin/sh\necho @POOL@ me@example.com @lower@ $password\npassword=$(metadata x)\n"));

    [Theory]
    [InlineData("#!/bin/sh\necho @POOL_NAME@", 2, "@POOL_NAME@ is not a placeholder")]
    [InlineData("#!/bin/sh\n\nx=AKIAIOSFODNN7EXAMPLE", 3, "looks like a secret")]
    [InlineData("#!/bin/sh\npassword=correct-horse", 2, "looks like a secret")]
    [InlineData("#!/bin/sh\nexport API_KEY: 'abcdef123456'", 2, "looks like a secret")]
    [InlineData("#!/bin/sh\n-----BEGIN RSA PRIVATE KEY-----", 2, "looks like a secret")]
    [InlineData("#!/bin/sh\ngit clone https://ghp_0123456789abcdefghijKLMNOP@github.com/x", 2, "looks like a secret")]
    [InlineData("#!/bin/sh\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG", 2, "looks like a secret")]
    [InlineData("#!/bin/sh\necho\r\n", 2, "ends with a carriage return")]
    [InlineData("#!/bin/sh\npuppet_server=puppet.example.internal", 2, "puppet_server is puppet.example.internal, a name for examples")]
    [InlineData("#!/bin/sh\n  export puppet_server='Puppet.Example.COM' # ours", 2, "puppet_server is Puppet.Example.COM, a name")]
    [InlineData("#!/bin/sh\npuppet_server=puppet.test", 2, "puppet_server is puppet.test, a name for examples")]
    [InlineData("#!/bin/sh\nca_fingerprint=AB:CD:EF", 2, "ca_fingerprint is not a SHA-256")]
    [InlineData("#!/bin/sh\nca_fingerprint=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0", 2, "ca_fingerprint is not")]
    [InlineData("echo", 1, "begins neither with #! nor with #cloud-config")]
    [InlineData("", 1, "begins neither with #! nor with #cloud-config")]
    public void A_fault_has_its_line(string text, int line, string message)
    {
        var fault = Assert.Single(Check(text));

        Assert.Equal(("u.sh", line), (fault.File, fault.Line));
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("puppet_server=puppet")]
    [InlineData("puppet_server=puppet.games.internal")]
    [InlineData("puppet_server=example.games.internal")]
    [InlineData("puppet_server=puppet-example.com")]
    [InlineData("puppet_server=$1")]
    [InlineData("puppet_server=")]
    [InlineData("# puppet_server=puppet.example.com")]
    [InlineData("ca_fingerprint=")]
    [InlineData("ca_fingerprint= # none")]
    [InlineData("ca_fingerprint=$(cat fingerprint)")]
    [InlineData("ca_fingerprint=0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF")]
    public void A_Puppet_server_somebody_can_have_is_no_fault(string line) => Assert.Empty(Check($"#!/bin/sh\n{line}\n"));

    /// <summary>The longest names take 128 characters for pool and stack, 15 for the region.</summary>
    [Theory]
    [InlineData(16384 - 10, 0)]
    [InlineData(16384 - 9, 1)]
    public void EC2_takes_16_KB_and_not_a_byte_more(int filling, int faults) =>
        Assert.Equal(faults, Check("#!/bin/sh\n" + new string('x', filling)).Count());

    [Theory]
    [InlineData(16384 - 10 - 128, 0)]
    [InlineData(16384 - 9 - 128, 1)]
    public void Room_is_left_for_the_longest_name(int filling, int faults) =>
        Assert.Equal(faults, Check("#!/bin/sh\n@POOL@" + new string('x', filling)).Count());

    private static IEnumerable<Fault> Check(string text) => UserDataFile.Check("u.sh", text);
}
