using System.IO.Compression;
using System.Text;
using Kickoff.Aws.Ledger;
using Kickoff.Core.Scaling;

namespace Kickoff.Aws.Scaling;

/// <summary>The ledger's item <c>stack / deployed</c>. Its texts are gzip in base64: an item holds 400 KB.</summary>
public sealed class DynamoDeployedPlans(LedgerTable table) : IDeployedPlans
{
    public async Task<DeployedPlan?> ReadAsync(CancellationToken cancel) =>
        await table.GetAsync(LedgerKey.Deployed, cancel) is { } item
            ? table.Read(item, one => new DeployedPlan(
                one.Text("stack"), Unpacked(one.Text("fleet")), one.TextOrNull("fixtures") is { } fixtures ? Unpacked(fixtures) : null,
                one.Instant("since")))
            : null;

    public Task PutAsync(DeployedPlan plan, CancellationToken cancel) => table.PutAsync(
        LedgerItem.At(LedgerKey.Deployed).With("stack", plan.Stack).With("fleet", Packed(plan.Fleet))
            .With("fixtures", plan.Fixtures is { } fixtures ? Packed(fixtures) : null).With("since", plan.Since),
        cancel);

    private static string Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    /// <summary>Throws InvalidDataException for what no version of this packed.</summary>
    private static string Unpacked(string text)
    {
        try
        {
            using var reader = new StreamReader(
                new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress), Encoding.UTF8);
            return reader.ReadToEnd();
        }
        catch (FormatException)
        {
            throw new InvalidDataException("its files are not packed as this version packs them");
        }
    }
}
