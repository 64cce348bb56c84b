using Kickoff.Core.Configuration;

namespace Kickoff.Core.Tests.Configuration;

public sealed class NodeGroupsFaultsTests
{
    [Theory]
    [InlineData("web:\n  clases: [a]", 2, "group 'web': 'clases' is not a key; did you mean 'classes'?")]
    [InlineData("web:\n  class: a", 2, "group 'web': 'class' is not a key; did you mean 'classes'?")]
    [InlineData("web:\n  params: {a: 1}", 2, "group 'web': 'params' is not a key; did you mean 'parameters'?")]
    [InlineData(
        "web:\n  classes: [a]\n  loadbalancer_name: web", 3,
        "group 'web': 'loadbalancer_name' is one of the parameters; indent it below 'parameters:'")]
    [InlineData(
        "web:\n  classes: [a]\n  db:\n    classes: [b]", 3, "group 'web': 'db' looks like a group of its own; move it to the margin")]
    [InlineData("web:\n  classes: [a b]", 2, "group 'web': 'a b' is not the name of a Puppet class; did you mean the list [a, b]?")]
    [InlineData("web:\n  classes: 'a, b'", 2, "group 'web': 'a, b' is not the name of a Puppet class; did you mean the list [a, b]?")]
    [InlineData(
        "web:\n  classes: [apache/solr.pp]", 2,
        "group 'web': 'apache/solr.pp' is not the name of a Puppet class; did you mean 'apache::solr'?")]
    [InlineData("web:\n  classes: ['a::']", 2, "group 'web': 'a::' is not the name of a Puppet class; did you mean 'a'?")]
    [InlineData(
        "web:\n  classes: {A: {x: 1}, a: {x: 2}}", 2,
        "group 'web': class 'a' is there twice with parameters, and Puppet declares a class once")]
    [InlineData(
        "web:\n  classes:\n  - a: {x: 1}\n    b:", 3,
        "group 'web': an item of classes is one class, and here are 2; write each as an item, or classes as a mapping of names to "
            + "parameters")]
    [InlineData(
        "web:\n  classes: !!set {a, b}", 2,
        "a value of the type tag:yaml.org,2002:set is not understood here; take 'tag:yaml.org,2002:set' away")]
    [InlineData("web:\n  classes:\n  - a\n  - 12", 4, "group 'web': '12' is not the name of a Puppet class")]
    [InlineData("web:\n  classes:\n  - yes", 3, "group 'web': 'yes' is not the name of a Puppet class; quote it if it is meant as one")]
    [InlineData(
        "web:\n  classes:\n    a: [b]", 3,
        "group 'web': the parameters of class 'a' are a mapping (name: value); if the list below 'a:' is of classes, write '- a' as its "
            + "first item, without the colon")]
    [InlineData("web:\n  classes:\n  - {a: b}", 3, "group 'web': the parameters of class 'a' are a mapping (name: value)")]
    [InlineData(
        "web:\n  environment: pre-prod", 2,
        "group 'web': an environment is letters, digits and _, and text (quote it if it looks like a number); did you mean 'pre_prod'?")]
    [InlineData(
        "web:\n  environment: 2012", 2,
        "group 'web': an environment is letters, digits and _, and text (quote it if it looks like a number)")]
    [InlineData(
        "web:\n  environment: ''", 2,
        "group 'web': an environment is letters, digits and _, and text (quote it if it looks like a number)")]
    [InlineData("web:\n  parameters: [a]", 2, "group 'web': parameters is a mapping (name: value), not a list of names")]
    [InlineData("web:\n  parameters: a", 2, "group 'web': parameters is a mapping")]
    [InlineData("web:\n  parameters:\n    ok: 1\n    facts: 1", 4, "group 'web': Puppet refuses a parameter named 'facts'")]
    [InlineData("web:\n  parameters:\n    12: 1", 3, "group 'web': Puppet refuses a parameter named '12'")]
    [InlineData("web:\n  parameters:\n    ec2_tags: 1", 3, "group 'web': the parameter 'ec2_tags' is what Kickoff says of the server")]
    [InlineData("x: &x\n  title: 1\nweb:\n  parameters:\n    <<: *x", 2, "group 'web': Puppet refuses a parameter named 'title'")]
    [InlineData("web:\n  parameters: {: 1}", 2, "a name is missing before ':'")]
    [InlineData("web:\n  parameters:\n    [a]: 1", 3, "a key must be a name")]
    [InlineData(
        "web:\n  parameters:\n    a: 1\n    loadbalancer_name: under_score", 4,
        "web: loadbalancer_name takes names of classic load balancers (letters, digits and hyphens, at most 32), not 'under_score'; did "
            + "you mean 'under-score'?")]
    [InlineData("web:\n  priority: high", 2, "group 'web': a priority is a whole number")]
    [InlineData("web:\n  priority: 1.5", 2, "group 'web': a priority is a whole number")]
    [InlineData("web:\n  priority: 1000000", 2, "group 'web': a priority is a whole number")]
    [InlineData("a: {classes: [x]}\nweb:", 2, "group 'web': a fragment with classes, environment or parameters is expected")]
    [InlineData("web: [a]", 1, "group 'web': a fragment with classes, environment or parameters is expected")]
    [InlineData(
        "web:\n  parameters: {a: !ruby/object x}", 2, "a value of the type !ruby/object is not understood here; take '!ruby/object' away")]
    [InlineData("web:\n  parameters: {<<: x}", 2, "<< takes a mapping, or a list of mappings")]
    [InlineData("web: {8: 1, \"8\": 2}", 1, "Duplicate key 8")]
    [InlineData("web: {!!str a: 1, a: 2}", 1, "'a' is there twice")]
    [InlineData("", 1, "a mapping (name: …) is expected")]
    [InlineData("# nothing", 1, "a mapping (name: …) is expected")]
    [InlineData("web: {}", 1, "group 'web' says nothing: give it classes, parameters or an environment, or take it out")]
    [InlineData("web: {priority: 3}", 1, "group 'web' says nothing: give it classes, parameters or an environment, or take it out")]
    [InlineData(
        "web: {parameters: {environment: x}}", 1,
        "group 'web' says nothing: give it classes, parameters or an environment, or take it out")]
    [InlineData("\"*\": {classes: []}", 1, "group '*' says nothing: give it classes, parameters or an environment, or take it out")]
    [InlineData(
        "classes: [a]", 1, "'classes' stands at the margin; first comes a security group's name, and 'classes:' below it, indented")]
    [InlineData(
        "classes: {a: }", 1, "'classes' stands at the margin; first comes a security group's name, and 'classes:' below it, indented")]
    [InlineData("shared: {base: &base {a: }}", 1, "no security group is mapped: no server would be classified")]
    [InlineData(
        "web-*: {classes: [a]}", 1,
        "'web-*' is taken as it is, there are no patterns; write each group's name (\"*\" alone is for servers that no group is for)")]
    [InlineData(
        "/^web/: {classes: [a]}", 1,
        "'/^web/' is taken as it is, there are no patterns; write each group's name (\"*\" alone is for servers that no group is for)")]
    [InlineData("'web ': {classes: [a]}", 1, "'web ' begins or ends with a space, or is empty, which no security group's name is")]
    [InlineData(
        "wéb: {classes: [a]}", 1, "'wéb' is no security group's name: EC2 takes ASCII letters, digits, spaces and ._-:/()#,@[]+=&;{}!$*")]
    [InlineData("- a", 1, "a mapping (name: …) is expected")]
    [InlineData("a: {}\n---\nb: {}", 1, "one YAML document is expected, and here are several")]
    [InlineData("a: [1\nb: 2", 2, "not YAML: a bracket or brace that is not closed on its line")]
    [InlineData("a: {x: 1\nb: 2", 2, "not YAML: a bracket or brace that is not closed on its line")]
    [InlineData("a:\n  b: *nowhere", 2, "*nowhere names nothing above it")]
    [InlineData("a: &x\n  b: *x", 2, "*x stands inside what it names")]
    public void A_fault_names_its_file_and_line(string text, int line, string message)
    {
        var fault = Assert.Single(Faults.Of(() => NodeGroupsFile.Read("config/node_groups.yml", text)));

        Assert.StartsWith($"config/node_groups.yml:{line}: ", fault, StringComparison.Ordinal);
        Assert.EndsWith(": " + message, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: {}\nb: {}\na: {}", 3)]
    [InlineData("a:\n\tb: 1", 2)]
    [InlineData("a:\n  b: 1\n\tc: 2", 3)]
    [InlineData("a: 'x\nb: y", 1)]
    [InlineData("a: b: c", 1)]
    public void What_is_no_YAML_is_a_fault_with_its_line(string text, int line) =>
        Assert.StartsWith(
            $"f:{line}: not YAML: ", Assert.Single(Faults.Of(() => NodeGroupsFile.Read("f", text))), StringComparison.Ordinal);

    [Fact]
    public void Every_fault_is_reported_at_once_in_the_order_of_lines()
    {
        var faults = Faults.Of(() => NodeGroupsFile.Read("f", """
            web:
              priority: x
              clases: a
              environment: pre-prod
            api:
              classes: [a-b]
              parameters: {name: x}
            """));

        Assert.Equal(["f:2", "f:3", "f:4", "f:6", "f:7"], faults.Select(fault => fault[..3]));
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void A_hundred_thousand_brackets_are_a_fault_and_not_the_end(char bracket) =>
        Assert.Equal(
            "f:1: nested deeper than 64 levels",
            Assert.Single(Faults.Of(() => NodeGroupsFile.Read("f", "a: " + new string(bracket, 100_000)))));

    [Fact]
    public void So_is_a_staircase_of_lines()
    {
        var stairs = string.Concat(Enumerable.Range(0, 5000).Select(step => new string(' ', step) + "a:\n"));

        Assert.Equal("f:65: nested deeper than 64 levels", Assert.Single(Faults.Of(() => NodeGroupsFile.Read("f", stairs))));
    }

    [Fact]
    public void A_billion_laughs_are_a_fault()
    {
        var laughs = "a0: &a0 {x: [1, 2, 3, 4, 5, 6, 7, 8, 9]}\n"
            + string.Concat(
                Enumerable.Range(1, 9).Select(
                    step => $"a{step}: &a{step} {{x: [{string.Join(", ", Enumerable.Repeat($"*a{step - 1}", 9))}]}}\n"));

        Assert.EndsWith(
            "more than 200000 values, aliases written out", Assert.Single(Faults.Of(() => NodeGroupsFile.Read("f", laughs))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Brackets_in_text_are_text() =>
        Assert.Single(NodeGroupsFile.Read("f", $"web:\n  parameters:\n    a: '{new string('[', 1000)}' # {new string('{', 1000)}").Groups);
}
