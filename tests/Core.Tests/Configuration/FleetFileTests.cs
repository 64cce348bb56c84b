using Kickoff.Core.Configuration;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.Core.Tests.Configuration;

public sealed class FleetFileTests
{
    private const string Least = """
        pools:
          web:
            launch:
              image: ami-0123456789abcdef0
              instance_types: m7i.large
              subnets: subnet-0a
              security_groups: sg-0a
            capacity: {maximum: 4}
        """;

    [Fact]
    public void A_fleet_is_read_as_it_is_written()
    {
        var pool = Assert.Single(FleetFile.Read("fleet.yml", """
            pools:
              backend-production:
                launch:
                  image: {owner: 099720109477, name: "ubuntu/images/*"}
                  instance_types: [m7i.large, m6i.large]
                  subnets: [subnet-0a, subnet-0b]
                  security_groups: [sg-0backend, sg-0office]
                  key_name: ops
                  instance_profile: backend
                  user_data: user-data.sh
                  tags: {Team: games, Count: 012}
                capacity:
                  minimum: 2
                  maximum: 40
                  ready_before: 45m
                  boot_time: 90s
                  boot_deadline: 20m
                  unhealthy_after: 4m
                  stay_after: 1h30m
                  overlap: max
                  scale_in: {at_most: 10%, every: 2m}
                  demand:
                    - {team: Germany, round: Final, servers: 40}
                    - {competition: "Deutsche Bundesliga *", servers: 6}
                    - {servers: 1}
                drain: 3m
                protect_tag: keep
            """, name => name == "user-data.sh" ? "#!/bin/sh\n" : null));

        Assert.Equal("backend-production", pool.Name);
        Assert.Equal(new ImageSource.Newest("099720109477", "ubuntu/images/*"), pool.Launch.Image);
        Assert.Equal<string>(["m7i.large", "m6i.large"], pool.Launch.InstanceTypes);
        Assert.Equal<string>(["subnet-0a", "subnet-0b"], pool.Launch.Subnets);
        Assert.Equal<string>(["sg-0backend", "sg-0office"], pool.Launch.SecurityGroups);
        Assert.Equal(("ops", "backend", "#!/bin/sh\n"), (pool.Launch.KeyName, pool.Launch.InstanceProfile, pool.Launch.UserData));
        Assert.Equal<KeyValuePair<string, string>>([new("Count", "012"), new("Team", "games")], pool.Launch.Tags);
        var capacity = pool.Capacity;
        Assert.Equal(Duration.FromMinutes(4), capacity.UnhealthyAfter);
        Assert.Equal((2, 40, Overlap.Max), (capacity.Minimum, capacity.Maximum, capacity.Overlap));
        Assert.Equal((Duration.FromMinutes(45), Duration.FromSeconds(90)), (capacity.ReadyBefore, capacity.BootTime));
        Assert.Equal((Duration.FromMinutes(20), Duration.FromMinutes(90)), (capacity.BootDeadline, capacity.StayAfter));
        Assert.Equal(new ScaleIn(10, Duration.FromMinutes(2)), capacity.ScaleIn);
        Assert.Equal<DemandRule>(
            [new("Germany", null, "Final", 40), new(null, "Deutsche Bundesliga *", null, 6), new(null, null, null, 1)],
            capacity.Demand.Select(rule => rule with { Line = 0 }));
        Assert.Equal((Duration.FromMinutes(3), "keep"), (pool.Drain, pool.ProtectTag));
    }

    [Fact]
    public void What_is_left_out_has_a_sensible_value()
    {
        var pool = Assert.Single(FleetFile.Read("fleet.yml", Least, _ => null));

        Assert.Equal(new ImageSource.Fixed("ami-0123456789abcdef0"), pool.Launch.Image);
        Assert.Equal<string>(["m7i.large"], pool.Launch.InstanceTypes);
        Assert.Null(pool.Launch.UserData);
        Assert.Empty(pool.Launch.Tags);
        Assert.Equal((0, 4, Overlap.Sum), (pool.Capacity.Minimum, pool.Capacity.Maximum, pool.Capacity.Overlap));
        Assert.Equal((Duration.FromMinutes(30), Duration.FromMinutes(5)), (pool.Capacity.ReadyBefore, pool.Capacity.BootTime));
        Assert.Equal((Duration.FromMinutes(15), Duration.FromMinutes(30)), (pool.Capacity.BootDeadline, pool.Capacity.StayAfter));
        Assert.Equal(new ScaleIn(25, Duration.FromMinutes(5)), pool.Capacity.ScaleIn);
        Assert.Empty(pool.Capacity.Demand);
        Assert.Equal((Duration.FromMinutes(5), "kickoff:protect"), (pool.Drain, pool.ProtectTag));
    }

    [Fact]
    public void Pools_share_what_a_merge_key_names()
    {
        var pools = FleetFile.Read("fleet.yml", """
            pools:
              one:
                launch: &launch
                  image: ami-0123456789abcdef0
                  instance_types: [m7i.large]
                  subnets: [subnet-0a]
                  security_groups: [sg-0a]
                capacity: &capacity {minimum: 1, maximum: 4}
              two:
                launch:
                  <<: *launch
                  security_groups: [sg-0b]
                capacity: {<<: *capacity, maximum: 9}
            """, _ => null);

        Assert.Equal<string>(["sg-0b"], pools[1].Launch.SecurityGroups);
        Assert.Equal<string>(["m7i.large"], pools[1].Launch.InstanceTypes);
        Assert.Equal((1, 9), (pools[1].Capacity.Minimum, pools[1].Capacity.Maximum));
    }

    [Fact]
    public void Names_that_look_like_something_else_stay_names()
    {
        var pool = Assert.Single(
            FleetFile.Read(
                "f",
                Least.Replace(
                    "{maximum: 4}", "{maximum: 4, demand: [{team: No, competition: 2012, round: 1.10, servers: 1}]}",
                    StringComparison.Ordinal),
                _ => null));

        Assert.Equal("No", Assert.Single(pool.Capacity.Demand).Team);
        Assert.Equal(("2012", "1.10"), (pool.Capacity.Demand[0].Competition, pool.Capacity.Demand[0].Round));
    }

    [Theory]
    [InlineData("{maximum: 4}", "{maximum: 4, minmum: 1}", "web.capacity: 'minmum' is not a key here; did you mean 'minimum'?")]
    [InlineData("{maximum: 4}", "{}", "web.capacity: 'maximum' is missing")]
    [InlineData("{maximum: 4}", "{maximum: 4, minimum: 5}", "web.capacity: 'minimum' 5 is more than 'maximum' 4")]
    [InlineData("{maximum: 4}", "{minimum: 5, maximum: many}", "web.capacity: 'maximum' is a whole number from 0 to 1000")]
    [InlineData("{maximum: 4}", "{maximum: -1}", "web.capacity: 'maximum' is a whole number from 0 to 1000")]
    [InlineData("{maximum: 4}", "{maximum: 1001}", "web.capacity: 'maximum' is a whole number from 0 to 1000")]
    [InlineData("{maximum: 4}", "{maximum: \"4\"}", "web.capacity: 'maximum' is a whole number from 0 to 1000")]
    [InlineData("{maximum: 4}", "{maximum: 4, ready_before: 8d}", "web.capacity: 'ready_before' is at most 7d")]
    [InlineData("{maximum: 4}", "{maximum: 4, stay_after: 169h}", "web.capacity: 'stay_after' is at most 7d")]
    [InlineData("{maximum: 4}", "{maximum: 4, boot_deadline: 13h}", "web.capacity: 'boot_deadline' is at most 12h")]
    [InlineData("{maximum: 4}", "{maximum: 4, unhealthy_after: 13h}", "web.capacity: 'unhealthy_after' is at most 12h")]
    [InlineData(
        "{maximum: 4}", "{maximum: 4, unhealthy_after: 0s}",
        "web.capacity: 'unhealthy_after' is a duration such as 30m or 1h30m, and not zero")]
    [InlineData("{maximum: 4}", "{maximum: 4, scale_in: {every: 25h}}", "web.capacity.scale_in: 'every' is at most 1d")]
    [InlineData("{maximum: 4}", "{maximum: 4, ready_before: 30}", "web.capacity: 'ready_before' is a duration such as 30m or 1h30m")]
    [InlineData(
        "{maximum: 4}", "{maximum: 4, boot_time: 0s}", "web.capacity: 'boot_time' is a duration such as 30m or 1h30m, and not zero")]
    [InlineData(
        "{maximum: 4}", "{maximum: 4, boot_time: 20m}",
        "web.capacity: 'boot_deadline' is shorter than 'boot_time': every server would be replaced")]
    [InlineData("{maximum: 4}", "{maximum: 4, overlap: min}", "web.capacity: 'overlap' is sum or max")]
    [InlineData(
        "{maximum: 4}", "{maximum: 4, scale_in: {at_most: 25}}", "web.capacity.scale_in: 'at_most' is a percentage from 1% to 100%")]
    [InlineData(
        "{maximum: 4}", "{maximum: 4, scale_in: {at_most: 0%}}", "web.capacity.scale_in: 'at_most' is a percentage from 1% to 100%")]
    [InlineData(
        "{maximum: 4}", "{maximum: 4, scale_in: {every: 0m}}",
        "web.capacity.scale_in: 'every' is a duration such as 30m or 1h30m, and not zero")]
    [InlineData("{maximum: 4}", "{maximum: 4, demand: {team: A}}", "web.capacity: 'demand' is a list of rules")]
    [InlineData(
        "{maximum: 4}", "{maximum: 4, demand: [A]}",
        "web.capacity: a rule of 'demand' is {team: …, competition: …, stage: …, round: …, servers: N}")]
    [InlineData("{maximum: 4}", "{maximum: 4, demand: [{team: A}]}", "web.capacity.demand[1]: 'servers' is missing")]
    [InlineData(
        "{maximum: 4}", "{maximum: 4, demand: [{taem: A, servers: 1}]}",
        "web.capacity.demand[1]: 'taem' is not a key here; did you mean 'team'?")]
    [InlineData("{maximum: 4}", "4", "web: 'capacity' is a mapping")]
    [InlineData("ami-0123456789abcdef0", "newest", "web.launch: 'image' is ami-…, or {owner: …, name: …} for the newest of that name")]
    [InlineData(
        "ami-0123456789abcdef0", "{owner: canonical, name: x}",
        "web.launch.image: 'owner' is an account id of 12 digits, self, amazon or aws-marketplace, not 'canonical'")]
    [InlineData("ami-0123456789abcdef0", "{owner: self}", "web.launch.image: 'name' is missing")]
    [InlineData("m7i.large", "[]", "web.launch: 'instance_types' is a list of instance types such as m7i.large, and not an empty one")]
    [InlineData("m7i.large", "[m7i.large, large]", "web.launch: 'instance_types' takes instance types such as m7i.large, not 'large'")]
    [InlineData("m7i.large", "[m7i.large, m7i.large]", "web.launch: 'instance_types' names m7i.large twice")]
    [InlineData(
        "sg-0a", "backend-production", "web.launch: 'security_groups' takes security groups by id (sg-…), not 'backend-production'")]
    [InlineData("subnet-0a", "{a: b}", "web.launch: 'subnets' is a list of subnets by id (subnet-…), and not an empty one")]
    [InlineData(
        "sg-0a", "sg-0a\n      tags: {aws:x: y}",
        "web.launch: a tag is a key of up to 128 characters, not beginning with aws: or kickoff:, and a value of up to 256")]
    [InlineData(
        "sg-0a", "sg-0a\n      tags: {kickoff:pool: y}",
        "web.launch: a tag is a key of up to 128 characters, not beginning with aws: or kickoff:, and a value of up to 256")]
    [InlineData("sg-0a", "sg-0a\n      user_data: missing.sh", "web.launch: there is no file 'missing.sh' beside fleet.yml")]
    [InlineData("    capacity", "    drain: 2h\n    capacity", "web: 'drain' is at most 1h (a classic load balancer drains no longer)")]
    [InlineData("  web:", "  \"web site\":", "pool 'web site': a pool's name is 1 to 128 letters, digits and . _ -")]
    [InlineData("pools:", "other: 1\npools:", "fleet: 'other' is not a key here")]
    public void A_fault_says_what_is_expected(string there, string instead, string message)
    {
        var faults = Faults.Of(
            () => FleetFile.Read("config/fleet.yml", Least.Replace(there, instead, StringComparison.Ordinal), _ => null));

        Assert.Matches("^config/fleet.yml:[0-9]+: ", Assert.Single(faults));
        Assert.EndsWith(": " + message, faults[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_reported_at_once_those_of_user_data_too()
    {
        var faults = Faults.Of(() => FleetFile.Read("config/fleet.yml", """
            pools:
              web:
                launch:
                  image: ami-0123456789abcdef0
                  instance_types: [m7i.large]
                  subnets: [subnet-0a]
                  user_data: start.sh
                  securty_groups: [sg-0a]
                capacity: {maximum: x}
              api: 3
            """, _ => "#!/bin/sh\necho @POOOL@\n"));

        Assert.Equal(
            [
                "config/fleet.yml:4: web.launch: 'security_groups' is missing",
                "config/fleet.yml:8: web.launch: 'securty_groups' is not a key here; did you mean 'security_groups'?",
                "config/fleet.yml:9: web.capacity: 'maximum' is a whole number from 0 to 1000",
                "config/fleet.yml:10: pool 'api': launch, capacity, drain and protect_tag are expected",
                "config/start.sh:2: @POOOL@ is not a placeholder; there are @POOL@, @REGION@, @STACK@; did you mean 'POOL'?",
            ],
            faults);
    }

    [Theory]
    [InlineData("pools: {}", "f:1: fleet.pools: there is no pool")]
    [InlineData("pools:", "f:1: fleet: 'pools' is a mapping")]
    [InlineData("pool: {}", "f:1: fleet: 'pools' is missing")]
    public void A_fleet_without_a_pool_is_a_fault(string text, string fault) =>
        Assert.Contains(fault, Faults.Of(() => FleetFile.Read("f", text, _ => null)));

    [Fact]
    public void More_tags_than_EC2_takes_are_a_fault()
    {
        var tags = string.Join(", ", Enumerable.Range(0, 48).Select(tag => $"t{tag}: x"));

        Assert.Single(
            Faults.Of(
                () => FleetFile.Read("f", Least.Replace("sg-0a", $"sg-0a\n      tags: {{{tags}}}", StringComparison.Ordinal), _ => null)));
    }
}
