namespace Kickoff.Local.Emulator.Calls;

/// <summary>
/// The machine images the emulator knows: three of Canonical's Ubuntu 24.04 (the newest is not the last), one of another owner by a
/// name that would match, and one of Ubuntu 22.04.
/// </summary>
public static class MachineImages
{
    public const string Canonical = "099720109477";

    /// <summary>The newest of Canonical's Ubuntu 24.04.</summary>
    public const string NewestNoble = "ami-0noble20260401";

    private const string Noble = "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-";

    /// <summary>In the order in which they are listed; Created is ISO 8601 in UTC.</summary>
    public static IReadOnlyList<(string Id, string Owner, string Name, string Created)> All { get; } =
    [
        ("ami-0noble20251001", Canonical, Noble + "20251001", "2025-10-01T08:00:00.000Z"),
        (NewestNoble, Canonical, Noble + "20260401", "2026-04-01T08:00:00.000Z"),
        ("ami-0noble20260101", Canonical, Noble + "20260101", "2026-01-01T08:00:00.000Z"),
        ("ami-0noblecopycat", "999999999999", Noble + "20260901", "2026-09-01T08:00:00.000Z"),
        ("ami-0jammy20260401", Canonical, "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-20260401", "2026-04-01T09:00:00.000Z"),
    ];

    /// <summary>
    /// moto reads creation dates from its file once and fails at the second region: the proxy puts them into the answers.
    /// </summary>
    internal static string? CreationDate(string id) => All.FirstOrDefault(image => image.Id == id).Created;

    internal static string WriteTo(string directory)
    {
        var file = Path.Combine(directory, "images.json");
        File.WriteAllText(file, $"[{string.Join(",\n", All.Select(Json))}]\n");
        return file;
    }

    private static string Json((string Id, string Owner, string Name, string Created) image) => $$"""
        {"ami_id": "{{image.Id}}", "owner_id": "{{image.Owner}}", "name": "{{image.Name}}",
         "state": "available", "public": true, "image_location": "{{image.Owner}}/{{image.Name}}", "image_type": "machine",
         "architecture": "x86_64", "virtualization_type": "hvm", "hypervisor": "xen", "root_device_type": "ebs",
         "root_device_name": "/dev/sda1", "sriov": "simple", "description": "{{image.Name}}"}
        """;
}
