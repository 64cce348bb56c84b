using System.Globalization;

namespace Kickoff.Wire.Tests.ScaleSchedule;

/// <summary>What a test's fleet.yml says, where it matters to the test.</summary>
internal sealed record Pool
{
    public const string Name = "games";

    public const string Image = "{owner: \"099720109477\", name: \"ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*\"}";

    public int Minimum { get; init; } = 4;

    public int Maximum { get; init; } = 10;

    public string Write(string first, string second, string group) => string.Create(CultureInfo.InvariantCulture, $$"""
        pools:
          {{Name}}:
            launch:
              image: {{Image}}
              instance_types: [m7i.large, m6i.large]
              subnets: [{{first}}, {{second}}]
              security_groups: [{{group}}]
              user_data: user-data.sh
              tags: {Team: games}
            capacity:
              minimum: {{Minimum}}
              maximum: {{Maximum}}
              ready_before: 30m
              boot_time: 5m
              boot_deadline: 15m
              stay_after: 30m
              scale_in: {at_most: 100%, every: 1m}
              demand: []
            drain: 1m
            protect_tag: kickoff:protect
        """);
}
