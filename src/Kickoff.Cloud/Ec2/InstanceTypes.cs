using System.Globalization;

namespace Kickoff.Cloud.Ec2;

/// <summary>
/// What the model knows of an instance type: its vCPUs, which follow from its size (https://aws.amazon.com/ec2/instance-types/).
/// </summary>
internal static class InstanceTypes
{
    public static bool IsOne(string? type) => type?.Split('.') is [{ Length: > 0 }, { Length: > 0 }];

    public static int Vcpus(string type) => type[(type.IndexOf('.', StringComparison.Ordinal) + 1)..] switch
    {
        "nano" or "micro" or "small" or "medium" => 1,
        "large" => 2,
        "xlarge" => 4,
        var size when size.EndsWith("xlarge", StringComparison.Ordinal)
            && int.TryParse(size[..^6], NumberStyles.None, CultureInfo.InvariantCulture, out var times) => times * 4,
        _ => 2,
    };
}
