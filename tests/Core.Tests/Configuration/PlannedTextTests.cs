using Kickoff.Core.Configuration;
using NodaTime;

namespace Kickoff.Core.Tests.Configuration;

/// <summary>What a stack keeps of its files: enough to plan by, and nobody's secret.</summary>
public sealed class PlannedTextTests
{
    private const string Fleet = """
        shared: &launch
          image: {owner: "099720109477", name: "ubuntu-*"}
          instance_types: [m7i.large]
          subnets: subnet-0a
          security_groups: [sg-0a]
          user_data: user-data.sh
          tags: {Token: sesame}
        """;

    [Fact]
    public void Tags_and_user_data_stay_behind_and_what_plans_go_by_is_read_again()
    {
        var kept = PlannedText.OfFleet($$"""
            pools:
              web: &web
                launch: &launch
            {{Indented(Fleet)}}
                capacity: {maximum: 40, ready_before: 45m, demand: [{team: "No", round: 1.10, servers: 4}, {servers: 0}]}
              games:
                launch: {<<: *launch, subnets: subnet-0b}
                capacity: {maximum: 2}
            """);
        var pools = FleetFile.Read("f", kept, _ => throw new InvalidOperationException("There is no user data."));

        Assert.DoesNotContain("sesame", kept, StringComparison.Ordinal);
        Assert.Equal(["web", "games"], pools.Select(pool => pool.Name));
        Assert.Equal((40, Duration.FromMinutes(45)), (pools[0].Capacity.Maximum, pools[0].Capacity.ReadyBefore));
        Assert.Equal(("No", "1.10", 4), (
            pools[0].Capacity.Demand[0].Team, pools[0].Capacity.Demand[0].Round, pools[0].Capacity.Demand[0].Servers));
        Assert.Equal<string>(["subnet-0b"], pools[1].Launch.Subnets);
    }

    [Fact]
    public void Addresses_and_headers_stay_behind_and_names_are_read_again()
    {
        var kept = PlannedText.OfFixtures("""
            sources:
              league: {url: "https://user:sesame@example.org/?key=sesame", competition: Liga, every: 12h, headers: {X-Auth-Token: sesame}}
            teams: {Bayern München: [FC Bayern, "Bayern: 1"]}
            unknown_kickoff: "13:00-22:00"
            """);
        var settings = FixturesFile.Read("f", kept);

        Assert.DoesNotContain("sesame", kept, StringComparison.Ordinal);
        Assert.Equal(("Liga", Duration.FromHours(12)), (settings.Sources[0].Competition, settings.Sources[0].Every));
        Assert.Equal(settings.Names.Of("Bayern München"), settings.Names.Of("bayern: 1"));
        Assert.Equal(new LocalTime(13, 0), settings.UnknownKickoff.From);
    }

    private static string Indented(string text) => string.Join('\n', text.Split('\n').Skip(1).Select(line => "    " + line));
}
