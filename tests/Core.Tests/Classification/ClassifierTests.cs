using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Kickoff.Core.Classification;
using Kickoff.Core.Configuration;
using Kickoff.Core.Servers;
using Kickoff.Core.Tests.Configuration;
using NodaTime;

namespace Kickoff.Core.Tests.Classification;

public sealed class ClassifierTests
{
    [Fact]
    public void A_server_gets_the_classes_parameters_and_environment_of_its_group_and_its_tags()
    {
        var yaml = Yaml(
            """
            backend-production:
              classes:
                backend:
                collectd: {varnish: true}
              environment: production
              parameters: {loadbalancer_name: backend-production, workers: 12, pin: "012", ratio: 1.5, none: ~, list: [a, 1]}
            """, ["backend-production"], ("Team", "games"));

        Assert.Equal(
            """
            # kickoff i-0123456789abcdef0 i-0123456789abcdef0 live 0s
            ---
            "classes":
              "backend": {}
              "collectd":
                "varnish": true
            "environment": "production"
            "parameters":
              "ec2":
                "availability_zone": "eu-west-1a"
                "image_id": null
                "instance_id": "i-0123456789abcdef0"
                "instance_type": "m7i.large"
                "launch_time": "2012-06-28T17:50:00Z"
                "private_ip": "10.0.0.4"
                "region": "eu-west-1"
                "security_groups":
                - "backend-production"
              "ec2_tag_Team": "games"
              "ec2_tags":
                "Team": "games"
              "list":
              - "a"
              - 1
              "loadbalancer_name": "backend-production"
              "none": null
              "pin": "012"
              "ratio": 1.5
              "workers": 12

            """, yaml);
    }

    [Fact]
    public void Two_groups_are_merged_deeply()
    {
        var classified = Classified(
            "a:\n  classes: {web: {port: 80}}\n  parameters: {x: {one: 1}}\nb:\n  classes: {web: {tls: true}, ntp: }\n"
                + "  parameters: {x: {two: 2}}\n",
            ["a", "b"]);

        Assert.Equal(["ntp", "web"], ((Sourced.Branch)classified.Root.Entries["classes"]).Entries.Keys);
        Assert.Equal(["port", "tls"], ((Sourced.Branch)((Sourced.Branch)classified.Root.Entries["classes"]).Entries["web"]).Entries.Keys);
        Assert.Equal(["one", "two"], ((Sourced.Branch)Parameters(classified)["x"]).Entries.Keys);
    }

    [Fact]
    public void Groups_that_contradict_each_other_are_refused_by_name()
    {
        var conflict = Assert.IsType<ServerClassification.Conflicting>(
            Classify("a: {parameters: {x: {y: 1}}}\nb: {parameters: {x: {y: 2}}}\n", ["a", "b"])).Conflict;

        Assert.Equal(new MergeConflict("parameters.x.y", "a", "b"), conflict);
    }

    [Fact]
    public void The_higher_priority_has_the_word_and_settles_what_others_dispute()
    {
        var classified = Classified(
            "a: {parameters: {x: 1}}\nb: {parameters: {x: 2}}\nc: {priority: 1, parameters: {x: 3}}\n", ["a", "b", "c"]);

        Assert.Equal(new Sourced.Leaf(new Value.Integer(3), "c"), Parameters(classified)["x"]);
    }

    [Theory]
    [InlineData("web", "admin", "[\"admin\", \"web\"]")]
    [InlineData("web", "[db, admin, web]", "[\"db\", \"admin\", \"web\"]")]
    [InlineData("web", "[web]", "[\"web\"]")]
    [InlineData("[b, a]", "[c, a]", "[\"c\", \"a\", \"b\"]")]
    [InlineData("12", "\"12\"", "\"12\"")]
    [InlineData("web", "~", "\"web\"")]
    [InlineData("[]", "[]", "[]")]
    public void Load_balancers_of_several_groups_are_a_union_as_they_are_for_registration(string web, string admin, string named)
    {
        var classified = Classified(
            $"web: {{classes: [nginx], environment: production, parameters: {{loadbalancer_name: {web}}}}}\n"
                + $"admin: {{classes: [admin_console], environment: production, parameters: {{loadbalancer_name: {admin}}}}}\n",
            ["web", "admin"]);

        Assert.Equal(named, Typed.Show(Assert.IsType<Sourced.Leaf>(Parameters(classified)["loadbalancer_name"]).Value));
    }

    [Fact]
    public void No_priority_takes_a_server_out_of_the_load_balancer_that_another_group_names()
    {
        const string Arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/api/0123456789abcdef";
        var text =
            $"low: {{parameters: {{loadbalancer_name: one, target_group_arn: {Arn}@80}}}}\n"
                + $"high: {{priority: 9, parameters: {{loadbalancer_name: two, target_group_arn: {{arn: {Arn}, port: 80}}}}}}\n";
        var classified = Classified(text, ["low", "high"]);

        Assert.Equal("[\"two\", \"one\"]", Typed.Show(((Sourced.Leaf)Parameters(classified)["loadbalancer_name"]).Value));
        Assert.Equal("high, low", Parameters(classified)["loadbalancer_name"].Source);
        // Two spellings of one target group at one port.
        Assert.Contains(
            $"  \"target_group_arn\":\n    \"arn\": \"{Arn}\"\n    \"port\": 80\n", Yaml(text, ["low", "high"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_parameters_that_name_load_balancers_are_a_union()
    {
        var conflict = Assert.IsType<ServerClassification.Conflicting>(
            Classify(
                "a: {parameters: {x: {loadbalancer_name: one}}}\nb: {parameters: {x: {loadbalancer_name: two}}}\n", ["a", "b"])).Conflict;

        Assert.Equal("parameters.x.loadbalancer_name", conflict.Path);
    }

    [Fact]
    public void The_order_in_which_EC2_names_the_groups_changes_nothing()
    {
        const string Groups =
            "a: {priority: 2, parameters: {x: 1, y: 1}}\nb: {parameters: {x: 2, z: {p: 1}}}\n"
                + "c: {priority: -1, classes: [k], parameters: {x: {q: 1}, z: {r: 2}}}\n";
        var expected = Yaml(Groups, ["a", "b", "c"]);
        Prop.ForAll(
            Gen.Shuffle(["a", "b", "c"]).ToArbitrary(),
            groups => Yaml(Groups, [.. groups]).Replace(Order(groups), Order(["a", "b", "c"]), StringComparison.Ordinal) == expected)
            .QuickCheckThrowOnFailure();

        static string Order(string[] groups) => string.Concat(groups.Select(group => $"    - \"{group}\"\n"));
    }

    [Fact]
    public void A_server_in_no_mapped_group_is_never_given_an_empty_classification()
    {
        Assert.Equal(
            ["other"],
            Assert.IsType<ServerClassification.NotMapped>(Classify("a: {classes: [k]}\n", ["other"])).SecurityGroups.AsEnumerable());
        Assert.IsType<ServerClassification.Classified>(Classify("a: {classes: [k]}\n\"*\": {classes: [base]}\n", ["other"]));
    }

    [Fact]
    public void Tags_that_fold_alike_are_resolved_in_ordinal_order_and_reported()
    {
        var classified = Classified("a: {classes: [k]}\n", ["a"], ("A-b", "1"), ("A_b", "2"), ("A b", "3"));

        Assert.Equal(new Sourced.Leaf(new Value.Text("3"), "tag A b"), Parameters(classified)["ec2_tag_A_b"]);
        Assert.Equal(["A-b", "A_b"], classified.Collisions.AsEnumerable());
        Assert.Equal(["A b", "A-b", "A_b"], ((Sourced.Branch)Parameters(classified)["ec2_tags"]).Entries.Keys);
    }

    [Fact]
    public void No_tag_can_ever_set_one_of_Puppets_own_variables() =>
        Prop.ForAll<NonNull<string>, NonNull<string>>((key, value) =>
        {
            var classified = Classified("a: {classes: [k]}\n", ["a"], (key.Get, value.Get));
            return Parameters(classified).Keys.All(
                name =>
                    !ReservedParameters.Contains(name) && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_explanation_says_where_each_value_comes_from()
    {
        var classified = Classified("a: {classes: [k], parameters: {x: 1}}\n", ["a"], ("T", "v"), ("T ", "w"), ("T-", "z"));
        var explained = ClassificationYaml.Explain("kickoff n i live 0s", classified);

        Assert.Contains("\"x\": 1 # a\n", explained, StringComparison.Ordinal);
        Assert.Contains("\"ec2_tag_T\": \"v\" # tag T\n", explained, StringComparison.Ordinal);
        Assert.Contains("# tag \"T-\" has no parameter of its own", explained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("1\n2\r3\t4", "\"1\\n2\\r3\\t4\"")]
    [InlineData("\u0000\u007F\u0085\u2028\uFFFE", "\"\\u0000\\u007f\\u0085\\u2028\\ufffe\"")]
    [InlineData("ü 😀", "\"ü 😀\"")]
    [InlineData("yes", "\"yes\"")]
    public void Every_text_is_quoted_in_the_form_both_engines_read(string text, string written)
    {
        var yaml = Yaml("a: {classes: [k]}\n", ["a"], ("t", text));

        Assert.Contains($"\"ec2_tag_t\": {written}\n", yaml, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_surrogate_pair_which_UTF_8_cannot_carry_is_replaced() =>
        Assert.Contains(
            "\"a\\ufffdb\\ufffd\"", Yaml("a: {classes: [k]}\n", ["a"], ("t", "a" + '\uD83D' + "b" + '\uDE00')), StringComparison.Ordinal);

    [Fact]
    public void A_merge_key_is_tagged_as_text_and_a_long_key_is_marked()
    {
        var name = new string('k', 1100);
        var yaml = Yaml("a: {classes: [k]}\n", ["a"], ("<<", "x"), (name, "y"));

        Assert.Contains("    !!str \"<<\": \"x\"\n", yaml, StringComparison.Ordinal);
        Assert.Contains($"    ? \"{name}\"\n    : \"y\"\n", yaml, StringComparison.Ordinal);
    }

    /// <summary><c>$ports[80]</c> is not <c>$ports['80']</c>; Psych reads a bare key as it reads a bare value.</summary>
    [Fact]
    public void The_keys_within_a_value_keep_their_types()
    {
        const string web = "web: {classes: {a: {yes: {80: x, '443': y, yes: z, 012: v, ~: w, 1.50: u, 2012-06-28: d}}}}\n";

        Assert.Contains(
            """
              "a":
                "yes":
                  1.5: "u"
                  10: "v"
                  "2012-06-28": "d"
                  "443": "y"
                  80: "x"
                  null: "w"
                  true: "z"

            """, Yaml(web, ["web"]), StringComparison.Ordinal);
    }

    [Fact]
    public void So_do_those_that_groups_say_together()
    {
        const string groups = "a: {parameters: {ports: {80: x}}}\nb: {parameters: {ports: {443: y, name: z}}}\n";

        Assert.Contains(
            "  \"ports\":\n    443: \"y\"\n    80: \"x\"\n    \"name\": \"z\"\n", Yaml(groups, ["a", "b"]), StringComparison.Ordinal);
        Assert.IsType<ServerClassification.Conflicting>(
            Classify("a: {parameters: {l: [{80: x}]}}\nb: {parameters: {l: [{'80': x}]}}\n", ["a", "b"]));
    }

    private static ImmutableSortedDictionary<string, Sourced> Parameters(ServerClassification.Classified classified) =>
        ((Sourced.Branch)classified.Root.Entries["parameters"]).Entries;

    private static string Yaml(string groups, string[] of, params (string Key, string Value)[] tags) =>
        ClassificationYaml.Write("kickoff i-0123456789abcdef0 i-0123456789abcdef0 live 0s", Classified(groups, of, tags));

    private static ServerClassification.Classified Classified(string groups, string[] of, params (string Key, string Value)[] tags) =>
        Assert.IsType<ServerClassification.Classified>(Classify(groups, of, tags));

    private static ServerClassification Classify(string groups, string[] of, params (string Key, string Value)[] tags) =>
        Classifier.Classify(
        new Server
        {
            Id = InstanceId.Parse("i-0123456789abcdef0"),
            State = InstanceState.Running,
            LaunchTime = Instant.FromUtc(2012, 6, 28, 17, 50),
            SecurityGroups = [.. of],
            Tags = tags.Aggregate(Server.NoTags, (all, tag) => all.SetItem(tag.Key, tag.Value)),
            AvailabilityZone = "eu-west-1a",
            InstanceType = "m7i.large",
            PrivateIp = "10.0.0.4",
        },
        NodeGroupsFile.Read("node_groups.yml", groups),
        "eu-west-1");
}
