using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Amazon.Runtime;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Bench.Classification;

/// <summary>
/// EC2's recorded answer (describe-instances.xml) for each server of a fleet, by its id in the request, and an inventory of all of them.
/// The answer comes at once and from memory.
/// </summary>
internal sealed class RecordedFleet : HttpClientFactory, IInventory
{
    private static readonly string Recorded = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "describe-instances.xml"));

    private readonly Dictionary<string, byte[]> _answers;

    public RecordedFleet(int servers)
    {
        Ids = [.. Enumerable.Range(1, servers).Select(number => string.Create(CultureInfo.InvariantCulture, $"i-{number:x17}"))];
        _answers = Ids.ToDictionary(
            id => id, id => Encoding.UTF8.GetBytes(Recorded.Replace("i-0123456789abcdef0", id, StringComparison.Ordinal)),
            StringComparer.Ordinal);
    }

    public IReadOnlyList<string> Ids { get; }

    /// <summary>What EC2 said of each, once it has been asked: the inventory remembers when Remembers is set.</summary>
    public bool Remembers { get; set; }

    private Dictionary<InstanceId, InventoryItem> Items { get; } = [];

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Player(this));

    public Task<InventoryItem?> FindAsync(InstanceId id, CancellationToken cancel) =>
        Task.FromResult(Remembers ? Items.GetValueOrDefault(id) : null);

    public Task<ImmutableArray<InventoryItem>> FindAsync(IReadOnlyCollection<InstanceId> ids, CancellationToken cancel) =>
        throw new InvalidOperationException("A classification asks for one.");

    public Task RecordAsync(IReadOnlyCollection<InventoryItem> items, CancellationToken cancel)
    {
        foreach (var item in items)
        {
            Items[item.Server.Id] = item;
        }

        return Task.CompletedTask;
    }

    private sealed class Player(RecordedFleet fleet) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = await request.Content!.ReadAsStringAsync(cancellationToken);
            var at = asked.IndexOf("=i-", StringComparison.Ordinal) + 1;
            return new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(fleet._answers[asked.Substring(at, 19)]),
                RequestMessage = request,
            };
        }
    }
}
