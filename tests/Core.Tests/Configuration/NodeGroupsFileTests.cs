using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;

namespace Kickoff.Core.Tests.Configuration;

public sealed class NodeGroupsFileTests
{
    [Fact]
    public void The_file_of_2012_is_read_as_it_is()
    {
        var groups = Read("""
            backend-production:
              classes:
                backend:
                collectd: {varnish: true}
              environment: production
              parameters:
                loadbalancer_name: backend-production
            office:
              classes:
                - puppet
            """);

        var backend = groups.Groups["backend-production"];
        Assert.Equal<string>(["backend", "collectd"], backend.Classes.Keys);
        Assert.Equal("{}", Typed.Show(backend.Classes["backend"]));
        Assert.Equal("{varnish: true}", Typed.Show(backend.Classes["collectd"]));
        Assert.Equal("production", backend.Environment);
        Assert.Equal(new Value.Text("backend-production"), backend.Parameters["loadbalancer_name"]);
        Assert.Equal(0, backend.Priority);
        Assert.Equal(["puppet"], groups.Groups["office"].Classes.Keys);
        Assert.Null(groups.Fallback);
    }

    [Theory]
    [InlineData("classes: [a, b]", "a b")]
    [InlineData("classes: {b: , a: {}}", "a b")]
    [InlineData("classes: a", "a")]
    [InlineData("classes: apache::vhost", "apache::vhost")]
    [InlineData("classes: ::apache", "apache")]
    [InlineData("classes: {Apache: , ::apache: , apache::vhostS: }", "apache apache::vhosts")]
    [InlineData("classes: {a: '', b: [], c: false, d: ~}", "a b c d")]
    [InlineData("classes: [a, {b: {x: 1}}, c: ]", "a b c")]
    [InlineData("classes:\n  environment: e", "")]
    [InlineData("classes: ~\n  environment: e", "")]
    [InlineData("classes: ''\n  environment: e", "")]
    [InlineData("classes: no\n  environment: e", "")]
    [InlineData("classes: a\n  environment: no\n  parameters: false", "a")]
    [InlineData("classes: []\n  environment: e", "")]
    [InlineData("classes: {}\n  environment: e", "")]
    [InlineData("environment: production", "")]
    public void Classes_come_in_every_form_Puppet_takes(string fragment, string names) =>
        Assert.Equal(names, string.Join(' ', Group(fragment).Classes.Keys));

    [Theory]
    [InlineData("a: 12", "12")]
    [InlineData("a: \"012\"", "\"012\"")]
    [InlineData("a: '12'", "\"12\"")]
    [InlineData("a: 012", "10")]
    [InlineData("a: yes", "true")]
    [InlineData("a: 'yes'", "\"yes\"")]
    [InlineData("a: 1.10", "1.1")]
    [InlineData("a: \"1.10\"", "\"1.10\"")]
    [InlineData("a:", "null")]
    [InlineData("a: ''", "\"\"")]
    [InlineData("a: !!str 012", "\"012\"")]
    [InlineData("a: ! 012", "\"012\"")]
    [InlineData("a: !!int '12'", "12")]
    [InlineData("a: !!float 3", "3.0")]
    [InlineData("a: [1, '1', [x]]", "[1, \"1\", [\"x\"]]")]
    [InlineData("a: {b: {c: [{d: e}]}}", "{b: {c: [{d: \"e\"}]}}")]
    [InlineData("a: {8080: x}", "{8080: \"x\"}")]
    [InlineData("a: |\n      one\n      two\n", "\"one\ntwo\n\"")]
    [InlineData("a: >-\n      one\n      two\n", "\"one two\"")]
    [InlineData("a: &x [1]\n    b: *x", "[1]")]
    public void A_parameter_keeps_its_type(string parameter, string value) =>
        Assert.Equal(value, Typed.Show(Group("parameters:\n    " + parameter).Parameters["a"]));

    [Fact]
    public void The_star_is_the_fallback_and_no_group()
    {
        var groups = Read("\"*\":\n  classes: [base]\nweb:\n  priority: 5\n  classes: [a]\n");

        Assert.Equal(["base"], groups.Fallback!.Classes.Keys);
        Assert.Equal(["web"], groups.Groups.Keys);
        Assert.Equal(5, groups.Groups["web"].Priority);
    }

    [Fact]
    public void Merge_keys_bring_in_what_they_name_under_the_groups_own()
    {
        var groups = Read("""
            base: &base
              classes: &classes {ntp: , ssh: {port: 22}}
              environment: production
            more: &more
              priority: 3
              environment: testing
            web:
              <<: [*base, *more]
              classes:
                <<: *classes
                ssh: {port: 2222}
            """);

        var web = groups.Groups["web"];
        Assert.Equal("{port: 2222}", Typed.Show(web.Classes["ssh"]));
        Assert.Equal(["ntp", "ssh"], web.Classes.Keys);
        Assert.Equal("production", web.Environment);
        Assert.Equal(3, web.Priority);
    }

    /// <summary>YAML 1.1 would have it under all of the mapping's own; Psych 4.0.3, and so the script of 2012, goes by the order.</summary>
    [Theory]
    [InlineData("q: 3, <<: {p: 1, q: 2}", "1 2")]
    [InlineData("<<: {p: 1, q: 2}, q: 3", "1 3")]
    [InlineData("q: 3, <<: [{p: 1}, {p: 4, q: 5}]", "1 5")]
    public void A_merge_key_overrules_what_stands_before_it(string parameters, string values) =>
        Assert.Equal(values, string.Join(' ', Group($"parameters: {{{parameters}}}").Parameters.Values.Select(Typed.Show)));

    [Fact]
    public void Keys_may_be_quoted()
    {
        var group = Group("\"classes\": {'a': {\"b\": 1}}\n  'environment': \"production\"");

        Assert.Equal("{b: 1}", Typed.Show(group.Classes["a"]));
        Assert.Equal("production", group.Environment);
    }

    [Fact]
    public void A_quoted_merge_key_is_a_key() => Assert.Equal("\"x\"", Typed.Show(Group("parameters: {\"<<\": x}").Parameters["<<"]));

    [Fact]
    public void Parameters_that_Puppet_drops_are_not_sent() =>
        Assert.Equal(["a"], Group("parameters: {environment: x, trusted: y, a: z}").Parameters.Keys);

    [Fact]
    public void An_empty_environment_is_the_agents_own() => Assert.Null(Group("environment:\n  classes: [a]").Environment);

    [Fact]
    public void Keys_of_other_tools_do_no_harm() => Assert.Equal(["a"], Group("classes: a\n  description: the backend").Classes.Keys);

    /// <summary>Puppet 7.23 finds the class <c>Apache</c>, and then not the parameters that were given to it under that name.</summary>
    [Fact]
    public void A_class_has_its_parameters_however_its_name_is_spelled() =>
        Assert.Equal("{port: 80}", Typed.Show(Group("classes: {Apache: {port: 80}, apache: }").Classes["apache"]));

    [Theory]
    [InlineData("yes")]
    [InlineData("On")]
    [InlineData("1.10")]
    [InlineData("2012-06-28")]
    public void A_name_is_what_is_written(string name) => Assert.Equal([name], Group($"parameters: {{{name}: 1}}").Parameters.Keys);

    [Theory]
    [InlineData("yes", "true")]
    [InlineData("~", "null")]
    [InlineData("012", "10")]
    [InlineData("1.10", "1.1")]
    public void What_a_value_maps_is_what_a_bare_scalar_means(string key, string meant)
    {
        var bare = (Value.Map)Group($"parameters: {{a: {{{key}: 1}}}}").Parameters["a"];
        var quoted = (Value.Map)Group($"parameters: {{a: {{'{key}': 1}}}}").Parameters["a"];

        Assert.Equal(meant, Assert.Single(bare.Entries).Key);
        Assert.Equal([meant], bare.Bare);
        Assert.Equal(key, Assert.Single(quoted.Entries).Key);
        Assert.Empty(quoted.Bare);
    }

    [Fact]
    public void What_is_there_to_be_merged_is_no_group_unless_it_says_something()
    {
        var groups = Read("shared:\n  base: &base {ntp: }\n  more:\n    classes: &more [ssh]\nweb:\n  classes:\n    <<: *base\n");

        Assert.Equal(["web"], groups.Groups.Keys);
        Assert.Equal(["ntp"], groups.Groups["web"].Classes.Keys);
    }

    private static NodeGroups Read(string text) => NodeGroupsFile.Read("node_groups.yml", text);

    private static NodeGroup Group(string fragment) => Read("web:\n  " + fragment).Groups["web"];
}
