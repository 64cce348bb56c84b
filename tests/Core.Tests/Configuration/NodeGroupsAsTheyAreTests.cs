using Kickoff.Core.Configuration;

namespace Kickoff.Core.Tests.Configuration;

/// <summary>
/// node_groups.yml as sites write it. What passes was compiled by Puppet 7.23 (`puppet apply --node_terminus exec`), or has one meaning
/// that Puppet can be told; what is refused was refused by it, or can put no server anywhere. LintAndPuppetTests compiles every form.
/// </summary>
public sealed class NodeGroupsAsTheyAreTests
{
    [Theory]
    [InlineData("web:\n  classes:\n    common: \"\"\n    ntp: {}\n", "common ntp")]
    [InlineData("web:\n  classes:\n    jdk_oracle::javaHome:\n    Apache:\n", "apache jdk_oracle::javahome")]
    [InlineData("web:\n  classes: [apache]\n  environment: QA\n", "apache")]
    [InlineData(
        "defaults: &defaults\n  classes: &c\n    ntp: {servers: [a, b]}\n  environment: production\nweb:\n  <<: *defaults\n  classes:\n"
            + "    <<: *c\n    apache:\ndb:\n  <<: [*defaults]\n  classes: [mysql]\n",
        "apache ntp")]
    [InlineData("--- \nweb:\n  classes: [apache]\n...\n", "apache")]
    [InlineData("8080:\n  classes: [apache]\n\"012\": {classes: [x]}\nweb: {classes: [x]}", "x")]
    [InlineData("web:\n  classes:\n    - ntp\n    - apache: {vhost: www}\n", "apache ntp")]
    [InlineData(
        "web:\n  classes: {ntp: }\n  parameters:\n    puppetmaster: puppet\n    foreman_env: &id001 production\n  environment: *id001\n",
        "ntp")]
    [InlineData("default:\n  classes: [base]\nweb: {classes: [x]}", "x")]
    [InlineData(
        "web:\n  classes: {a: {mode: 0644, when: 2012-06-28, on: yes, off: no, t: 12:30, v: 1.10, s: :sym, n: ~}}\n"
            + "  parameters: {enabled: on, mode: 0755, big: 123456789012345678901234567890}\n",
        "a")]
    [InlineData("web:\n  classes:\n    profile::web: {}\n    role::web: null\n  description: the web servers\n", "profile::web role::web")]
    [InlineData("web:\n  classes: {a: {yes: 1}}\n", "a")]
    [InlineData("web:\n  classes: {apache: , nginx: false}\n", "apache nginx")]
    [InlineData("web:\r\n  classes:\r\n  - apache\r\n", "apache")]
    public void What_Puppet_compiles_passes(string text, string classes) =>
        Assert.Equal(classes, string.Join(' ', NodeGroupsFile.Read("f", text).Groups["web"].Classes.Keys));

    [Theory]
    [InlineData("web:\n  classes: [apache-solr]\n", 2, "; did you mean 'apache_solr'?")]
    [InlineData("web:\n  classes: {a: {~: x, yes: 1}}\n", 2, "a parameter of class 'a' has no name ('~' is YAML's nothing)")]
    [InlineData("web:\n  parameters: {null: x}\n", 2, "a parameter has no name ('null' is YAML's nothing)")]
    [InlineData("web:\n  classes: {a: {title: 1}}\n", 2, "Puppet refuses a parameter named 'title', of class 'a' too")]
    [InlineData("web:\n  classes: {a: {p: [{q: .inf}]}}\n", 2, "which no catalogue can carry")]
    [InlineData("web:\n  classes: [type]\n", 2, "'type' is not the name of a Puppet class")]
    [InlineData("web:\n  classes: {a: {Port-No: 1}}\n", 2, "class 'a' could have; did you mean 'port_No'?")]
    [InlineData("web:\n  classes: {a: {8080: x}}\n", 2, "'8080' is no name of a parameter, which class 'a' could have")]
    [InlineData("web:\n  classes: {apache: true, nginx: false}\n", 2, "; write 'apache:' alone (with false Puppet takes a class in, too")]
    [InlineData(
        "web:\n  classes: [docker::run]\n  docker::run::instance: {a: {}}\n", 3,
        "is how Hiera names a class's parameter, and Puppet ignores it here; write classes: {docker::run: {instance: …}}")]
    [InlineData("---\nweb:\n  classes: [apache]\n---\ndb:\n  classes: [mysql]\n", 1, "here are several")]
    [InlineData("web:\n\tclasses: [apache]\n", 2, "not YAML: ")]
    [InlineData("web:\n  classes: [apache]\nweb:\n  classes: [nginx]\n", 3, "Duplicate key web")]
    [InlineData("sg-0123456789abcdef0:\n  classes: [base]\n", 1, "is a security group's id; its name belongs here")]
    [InlineData("web: !ruby/object:Foo\n  classes: [a]\n", 1, "take '!ruby/object:Foo' away")]
    [InlineData("web:\n  classes:\n    ::apache::vhosts:\n    - x\n", 4, "write '- ::apache::vhosts' as its first item, without the colon")]
    [InlineData("web:\n  classes: [a]\n  parameters: [a, b]\n", 3, "parameters is a mapping (name: value), not a list of names")]
    [InlineData(
        "web:\n  classes: [a]\n  parameters: {name: x, environment: y, trusted: z}\n", 3, "Puppet refuses a parameter named 'name'")]
    [InlineData("web:\n  classes: [a]\n  parameters: {loadbalancer_name: web_production}\n", 3, "; did you mean 'web-production'?")]
    [InlineData("web:\n  classes: [a]\n  parameters: {loadbalancer_name: \"%{environment}-web\"}\n", 3, "; nothing is filled in here")]
    [InlineData(
        "web:\n  classes: [a]\n  parameters: {loadbalancer_name: \"web-a, web-b\"}\n", 3, "; did you mean the list [web-a, web-b]?")]
    [InlineData(
        "web:\n  classes: [a]\n  parameters: {target_group_arn: "
            + "\"arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/my-alb/50dc6c495c0c9188\"}\n",
        3, "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/NAME/ID")]
    [InlineData(
        "web:\n  classes: [a]\n  parameters: {target_group_arns: "
            + "[\"arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/x/0123456789abcdef\"]}\n",
        3, "did you mean 'target_group_arn'?")]
    [InlineData("web:\n  classes: [a]\n  parameters: {load_balancer_name: web}\n", 3, "did you mean 'loadbalancer_name'?")]
    [InlineData("web:\n  classes: [a]\n  parameters: {loadbalancername: web2}\n", 3, "did you mean 'loadbalancer_name'?")]
    [InlineData("", 1, "a mapping (name: …) is expected")]
    [InlineData("# nothing yet\n", 1, "a mapping (name: …) is expected")]
    [InlineData("web:\n  classes: {apt: [x, y]}\n", 2, "the parameters of class 'apt' are a mapping (name: value)")]
    [InlineData(
        "groups:\n  web: {classes: [a]}\n", 1,
        "'groups' is no group but something around groups (web); take 'groups:' away and move them to the margin")]
    [InlineData("web:\n  classes: [a]\n  environment: agent-specified\n", 3, "leave environment out, and the agent's own holds")]
    public void What_cannot_mean_anything_is_a_fault_with_its_line_and_the_nearest_right_form(string text, int line, string message)
    {
        var fault = Assert.Single(Faults.Of(() => NodeGroupsFile.Read("f", text)));

        Assert.StartsWith($"f:{line}: ", fault, StringComparison.Ordinal);
        Assert.Contains(message, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_with_nothing_in_it_is_never_an_answer() =>
        Assert.Equal(
            [
                "f:1: group 'web': a fragment with classes, environment or parameters is expected",
                "f:2: group 'db' says nothing: give it classes, parameters or an environment, or take it out"],
            Faults.Of(() => NodeGroupsFile.Read("f", "web:\ndb: {classes: }\n")));

    [Fact]
    public void Latin_1_is_a_fault_with_its_line()
    {
        byte[] latin = [.. "web:\n  classes: [caf"u8, 0xE9, .. "]\n"u8];

        Assert.Equal(
            "f:2: the byte 0xe9 is not UTF-8; save the file as UTF-8 (from Latin-1: iconv -f latin1 -t utf-8)",
            Assert.Single(Faults.Of(() => FileText.Read("f", latin))));
        Assert.Equal("é", FileText.Read("f", [0xFF, 0xFE, 0xE9, 0]));
        Assert.Equal("é", FileText.Read("f", [0xEF, 0xBB, 0xBF, 0xC3, 0xA9]));
        Assert.Equal("f:1: ", Assert.Single(Faults.Of(() => FileText.Read("f", [(byte)'a', 0xC3])))[..5]);
    }
}
