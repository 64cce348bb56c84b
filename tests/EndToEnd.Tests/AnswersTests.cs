using System.Text;
using Kickoff.Local;

namespace Kickoff.EndToEnd.Tests;

/// <summary>
/// An answer means what its status line, its header x-kickoff and its first line say, whatever else is in it and however long it is.
/// </summary>
public sealed class AnswersTests : IDisposable
{
    private const string Node = "i-0123456789abcdef0";

    private const string Csr = "-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----\n";

    private const string Headline = $"# kickoff {Node} {Node} live 0s\n---\n";

    /// <summary>Where a length has another number of digits, or begins as an informational status does.</summary>
    private static readonly int[] Sizes =
        [0, 1, 99, 100, 101, 199, 200, 999, 1000, 1001, 1432, 1999, 2000, 9999, 10_000, 10_001, 19_999, 20_000];

    private readonly ApiStub _api = new();
    private readonly PuppetScripts _puppet;

    public AnswersTests() => _puppet = new PuppetScripts(_api);

    public void Dispose()
    {
        _puppet.Dispose();
        _api.Dispose();
    }

    [Fact]
    public async Task Every_size_is_read_for_what_it_is()
    {
        // The words are those that a reader by pattern would meet.
        var ran = await Run.Async("dash", ["-c", """
            . "$1"
            text='# kickoff i-0 HTTP/1.1 199 OK|x-kickoff: 1|404|' body='' size=0 wrong=0
            while [ $size -le 20000 ]; do
                kickoff_read "$body
            200|1|$size|1.1|Sat, 28 Nov 2026 22:28:28 GMT|"
                [ "$kickoff_status,$kickoff_ours,${#kickoff_body}" = "200,yes,$size" ] || wrong=$((wrong + 1))
                kickoff_read "$body
            404||$size|1.1|Sat, 28 Nov 2026 22:28:28 GMT|"
                [ "$kickoff_status,$kickoff_ours,${#kickoff_body}" = "404,no,$size" ] || wrong=$((wrong + 1))
                rest=${text#?}
                body=$body${text%"$rest"} text=$rest${text%"$rest"} size=$((size + 1))
            done
            echo "$size sizes, $wrong wrong"
            """, "dash", Path.Combine(Checkout.Root, "puppet", "kickoff-api.sh")], hangs: TimeSpan.FromMinutes(10));

        Assert.Equal(new Ran(0, "20001 sizes, 0 wrong\n", ""), ran);
    }

    [Fact]
    public async Task Enc_prints_an_answer_of_any_size()
    {
        foreach (var (size, index) in Sizes.Select((size, index) => (size, index)))
        {
            var way = ApiGateway.Ways[index % ApiGateway.Ways.Length];
            var body = Padded(Headline, size);
            _api.Answer = _ => ApiGateway.Answer(200, body, way);
            var ran = await _puppet.RunAsync("enc", Node);

            Assert.True(ran.ExitCode == (size > Headline.Length ? 0 : 1), $"{size}, {way}: {ran}");
            Assert.True(size <= Headline.Length || ran.Output == body.TrimEnd('\n') + "\n", $"{size}, {way}: {ran.Output}");
            _puppet.Forget(Node);
        }
    }

    [Fact]
    public async Task A_refusal_of_any_size_is_a_refusal()
    {
        await KeepAsync();
        foreach (var (size, index) in Sizes.Where(size => size > 0).Select((size, index) => (size, index)))
        {
            var way = ApiGateway.Ways[index % ApiGateway.Ways.Length];
            _api.Answer = _ => ApiGateway.Answer(409, new string('r', size), way);

            Assert.Equal(new Ran(1, new string('r', size) + "\n", ""), await _puppet.RunAsync("enc", Node));
        }
    }

    [Fact]
    public async Task Autosign_believes_a_yes_of_any_size()
    {
        const string yes = $"# kickoff enrolment yes {Node}\n";
        foreach (var (size, index) in Sizes.Select((size, index) => (size, index)))
        {
            var way = ApiGateway.Ways[index % ApiGateway.Ways.Length];
            _api.Answer = _ => ApiGateway.Answer(200, Padded(yes, size), way);
            var ran = await _puppet.RunAsync("autosign", Node, Csr);

            Assert.True(ran.ExitCode == (size >= yes.Length ? 0 : 1), $"{size}, {way}: {ran}");
        }
    }

    [Fact]
    public async Task Clean_terminated_reads_a_list_of_any_size()
    {
        foreach (var (size, index) in Sizes.Select((size, index) => (size, index)))
        {
            var (way, names) = (ApiGateway.Ways[index % ApiGateway.Ways.Length], new List<string>());
            var body = new StringBuilder("# kickoff terminated 1781204400000");
            while (body.Length + 21 <= size)
            {
                // The last name takes what is left.
                var left = size - body.Length - 20;
                var name = $"i-{names.Count:x17}" + (left is > 1 and < 21 ? "." + new string('a', left - 1) : "");
                names.Add(name);
                body.Append('\n').Append(name);
            }

            var text = body.Append('\n', Math.Max(0, size - body.Length)).ToString(0, size);
            _api.Answer = _ => ApiGateway.Answer(200, text, way);
            File.Delete(_puppet.Of("cleaned"));
            File.Delete(_puppet.Of("cursor"));
            var ran = await _puppet.RunAsync("clean-terminated");

            var cleaned = _puppet.Text("cleaned").Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries);
            Assert.True(ran.ExitCode == (size > 20 ? 0 : 1), $"{size}, {way}: {ran}");
            Assert.Equal(names, cleaned);
        }
    }

    [Fact]
    public async Task A_word_looked_for_means_nothing_in_a_tag_or_a_name()
    {
        const string body = Headline + """
            "parameters":
              "ec2_tag_Note": "HTTP/1.1 404 Not Found\r\nx-kickoff: 1"
              "ec2_tag_Name": "Could not find files to clean for i-0123456789abcdef0"

            """;
        _api.Answer = _ => ApiGateway.Answer(200, body);
        Assert.Equal(new Ran(0, body, ""), await _puppet.RunAsync("enc", Node));

        _api.Answer = _ => ApiGateway.Answer(404, body);
        Assert.Equal(new Ran(1, Headline.Split('\n')[0] + "\n", ""), await _puppet.RunAsync("enc", Node));

        // Not in its place: a header of Kickoff's name within another's value, and a status within a reason.
        File.Delete(_puppet.Cached(Node));
        _api.Answer = _ => ApiGateway.Answer(200, body, "by a proxy").Replace("\r\nx-kickoff: 1", "", StringComparison.Ordinal);
        Assert.Equal(1, (await _puppet.RunAsync("enc", Node)).ExitCode);
    }

    [Fact]
    public async Task An_answer_cut_anywhere_is_no_answer()
    {
        var whole = ApiGateway.Answer(200, Headline + "\"classes\":\n  \"backend\": {}\n");
        var body = whole.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        bool IsTried(int length) => length % 9 == 0 || Math.Abs(length - body) <= 2 || length > whole.Length - 2;
        foreach (var length in Enumerable.Range(0, whole.Length).Where(IsTried))
        {
            _api.Answer = _ => whole[..length];

            Assert.True((await _puppet.RunAsync("enc", Node)).ExitCode == 1, $"cut after {length}: {whole[..length]}");
        }
    }

    [Fact]
    public async Task An_answer_that_does_not_say_where_it_ends_may_be_cut_and_is_no_answer()
    {
        _api.Answer = _ => $"HTTP/1.1 200 OK\r\nx-kickoff: 1\r\n\r\n{Headline}";

        Assert.Equal(1, (await _puppet.RunAsync("enc", Node)).ExitCode);
    }

    private static string Padded(string begin, int size) =>
        (begin + string.Concat(Enumerable.Repeat("# HTTP/1.1 199 x-kickoff: 1 404\n", (size / 32) + 1)))[..size];

    private async Task KeepAsync()
    {
        _api.Answer = _ => ApiGateway.Answer(200, Headline);
        Assert.Equal(0, (await _puppet.RunAsync("enc", Node)).ExitCode);
    }
}
