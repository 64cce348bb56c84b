using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using Kickoff.Cloud.Time;
using Kickoff.Core.Fixtures.Feed;
using Kickoff.Core.Fixtures.Sources;
using Kickoff.Fixtures.Feed;
using NodaTime;

namespace Kickoff.Functions.Tests.FixtureFeed;

/// <summary>
/// A real server on loopback that does what strangers' servers do, behind a door that only tests open. Statuses and fields are RFC 9110's,
/// gzip is RFC 1952's.
/// </summary>
public sealed class HttpsDownloadTests : IDisposable
{
    private const string Secret = "s3cret";

    private static readonly Instant Now = Instant.FromUtc(2026, 6, 11, 19, 0);

    private readonly StrangersServer _server = new();
    private readonly HttpsDownload _download = Through(Open);

    private static Doors Open { get; } = new(address => address.Equals(IPAddress.Loopback), StrangersServer.Certificate);

    public void Dispose()
    {
        _download.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task An_answer_comes_with_its_validators()
    {
        var url = _server.Says("/a", "200 OK", "ETag: W/\"1\"\r\nLast-Modified: Thu, 11 Jun 2026 18:00:00 GMT", "{\"matches\": []}");

        Assert.Equal(
            new Download.Content("{\"matches\": []}", "W/\"1\"", "Thu, 11 Jun 2026 18:00:00 GMT"), await AskAsync(url));
        var sent = Assert.Single(_server.Requests);
        Assert.Contains("X-Auth-Token: " + Secret, sent);
        Assert.Contains("Accept-Encoding: gzip", sent);
        Assert.DoesNotContain(sent, line => line.StartsWith("If-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_sent_again()
    {
        var url = _server.Says("/a", "HTTP/1.1 304 Not Modified", []);

        Assert.IsType<Download.NotModified>(await AskAsync(url, "\"1\"", "Thu, 11 Jun 2026 18:00:00 GMT"));
        var sent = Assert.Single(_server.Requests);
        Assert.Contains("If-None-Match: \"1\"", sent);
        Assert.Contains("If-Modified-Since: Thu, 11 Jun 2026 18:00:00 GMT", sent);
        Assert.Equal("it answers 304", await FailAsync(url));
    }

    [Theory]
    [InlineData("429 Too Many Requests", "Retry-After: 120", 120)]
    [InlineData("503 Service Unavailable", "Date: Thu, 11 Jun 2026 10:00:00 GMT\r\nRetry-After: Thu, 11 Jun 2026 10:05:00 GMT", 300)]
    [InlineData("429 Too Many Requests", "Retry-After: Thu, 11 Jun 2026 19:01:00 GMT", 60)]
    [InlineData("429 Too Many Requests", "Retry-After: Thu, 11 Jun 2020 19:01:00 GMT", 0)]
    [InlineData("429 Too Many Requests", "Retry-After: 99999999", 86_400)]
    [InlineData("429 Too Many Requests", "Retry-After: soon", null)]
    [InlineData("500 Internal Server Error", "", null)]
    [InlineData("403 Forbidden", "", null)]
    [InlineData("206 Partial Content", "", null)]
    [InlineData("302 Found", "", null)]
    public async Task An_error_is_told_with_how_long_it_wants_to_be_left_alone(string status, string headers, int? seconds)
    {
        var failed = Assert.IsType<Download.Failed>(await AskAsync(_server.Says("/a", status, headers, "no " + Secret)));

        Assert.Equal("it answers " + status[..3], failed.Reason);
        Assert.Equal(seconds, (int?)failed.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task A_server_that_sends_a_byte_now_and_then_is_not_waited_for()
    {
        _server.Answers["/a"] = async (stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"u8.ToArray(), cancel);
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray(), cancel);
                await Task.Delay(20, cancel);
            }
        };
        using var hurried = Through(Open, new Hurried());

        Assert.Equal("no whole answer within 20 seconds", await FailAsync(_server.At("/a"), hurried));
    }

    [Fact]
    public async Task A_server_that_takes_the_question_and_is_silent_is_not_waited_for()
    {
        _server.Answers["/a"] = (_, cancel) => Task.Delay(Timeout.Infinite, cancel);
        using var hurried = Through(Open, new Hurried());

        Assert.Equal("no whole answer within 20 seconds", await FailAsync(_server.At("/a"), hurried));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000", "{\"matches\": [")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "5\r\nabcde\r\n5\r\nab")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", "5\r\nabcde\r\n")]
    public async Task An_answer_that_is_cut_or_longer_than_it_says_is_none(string head, string body)
    {
        _server.Says("/a", head, Encoding.ASCII.GetBytes(body));
        Hangs("/a");

        Assert.Equal("the connection broke in the middle of its answer", await FailAsync(_server.At("/a")));
    }

    [Fact]
    public async Task Gzip_is_unpacked_and_wherever_it_is_cut_it_is_none()
    {
        var packed = Packed(Encoding.UTF8.GetBytes("{\"matches\": [" + string.Join(',', Enumerable.Range(0, 200)) + "]}"));
        Assert.EndsWith(
            "199]}", Assert.IsType<Download.Content>(await AskAsync(Gzip("/whole", packed))).Text, StringComparison.Ordinal);

        for (var length = 0; length < packed.Length; length += length < packed.Length - 12 ? 17 : 1)
        {
            Assert.Contains("gzip", await FailAsync(Gzip("/cut", packed[..length])), StringComparison.Ordinal);
        }

        Assert.Contains("gzip", await FailAsync(Gzip("/not", Encoding.ASCII.GetBytes("{\"matches\": []} and more than that"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ten_megabytes_are_enough_packed_or_not_said_or_not()
    {
        var many = new byte[HttpsDownload.MostBytes + 1];
        var sent = 0L;
        _server.Answers["/flood"] = async (stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancel);
            for (var chunk = new byte[1 << 20]; sent < 100 << 20; sent += chunk.Length)
            {
                await stream.WriteAsync(chunk, cancel);
            }
        };

        Assert.Equal("its answer is larger than 10 MB", await FailAsync(_server.At("/flood")));
        Assert.InRange(sent, 0, 60 << 20);
        Assert.Equal(
            "its answer is larger than 10 MB",
            await FailAsync(_server.Says("/said", "HTTP/1.1 200 OK\r\nContent-Length: 104857600", [])));
        Assert.Equal("its answer is larger than 10 MB", await FailAsync(Gzip("/bomb", Packed(many))));
        Assert.IsType<Download.Content>(await AskAsync(Gzip("/most", Packed(many[..^1]))));
    }

    [Fact]
    public async Task A_redirect_inside_keeps_the_headers_and_one_to_another_host_loses_them_for_good()
    {
        _server.Says("/last", "200 OK", "", "[]");
        _server.Says("/back", "307 Temporary Redirect", $"Location: {_server.At("/last")}", "");
        _server.Says("/out", "302 Found", $"Location: {_server.At("/back", "127.0.0.1")}", "");
        var url = _server.Says("/a", "301 Moved Permanently", "Location: /out?x=1", "");

        Assert.Equal("[]", Assert.IsType<Download.Content>(await AskAsync(url)).Text);
        Assert.Equal(
            [("/a", true), ("/out?x=1", true), ("/back", false), ("/last", false)],
            _server.Requests.Select(lines => (lines[0].Split(' ')[1], lines.Any(line => line.Contains(Secret, StringComparison.Ordinal)))));
    }

    [Fact]
    public async Task Another_port_is_another_server()
    {
        using var other = new StrangersServer();
        other.Says("/b", "200 OK", "", "[]");

        await AskAsync(_server.Says("/a", "308 Permanent Redirect", $"Location: {other.At("/b")}", ""));

        Assert.DoesNotContain(Assert.Single(other.Requests), line => line.Contains(Secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Three_redirects_are_followed_and_no_fourth()
    {
        _server.Says("/4", "200 OK", "", "[]");
        for (var at = 0; at < 4; at++)
        {
            _server.Says(
                string.Create(CultureInfo.InvariantCulture, $"/{at}"), "302 Found",
                string.Create(CultureInfo.InvariantCulture, $"Location: /{at + 1}"), "");
        }

        Assert.IsType<Download.Content>(await AskAsync(_server.At("/1")));
        Assert.Equal("it redirects more than three times", await FailAsync(_server.At("/0")));
    }

    [Theory]
    [InlineData("http://localhost/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("//user:s3cret@localhost/")]
    [InlineData("ftp://localhost/")]
    public async Task A_redirect_to_anything_but_https_is_not_followed(string to) => Assert.Equal(
        "it redirects to something that is no https url", await FailAsync(_server.Says("/a", "302 Found", $"Location: {to}", "")));

    [Fact]
    public async Task A_redirect_to_an_address_that_is_not_public_comes_to_a_closed_door()
    {
        var to = string.Create(CultureInfo.InvariantCulture, $"Location: https://127.0.0.2:{_server.Port}/");

        Assert.Equal("its name leads to no address of the public internet", await FailAsync(_server.Says("/a", "302 Found", to, "")));
        Assert.Equal(1, _server.Connections);
    }

    /// <summary>However it is written: what is checked is what is connected to.</summary>
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("0.0.0.0", "there is no connection to it")]
    public async Task A_function_does_not_come_to_its_own_machine(
        string host, string reason = "its name leads to no address of the public internet")
    {
        using var download = Through(Doors.PublicInternet);

        Assert.Equal(reason, await FailAsync(_server.At("/a", host), download));
        Assert.Equal(0, _server.Connections);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_no_secure_connection()
    {
        using var download = Through(Open with { Root = null });

        Assert.StartsWith(
            "there is no secure connection to it: The remote certificate",
            await FailAsync(_server.Says("/a", "200 OK", "", "[]"), download),
            StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Nobody_there_is_no_connection()
    {
        var url = _server.At("/a");
        _server.Dispose();

        Assert.Equal("there is no connection to it", await FailAsync(url));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n", "its answer is not HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 2\r\n\r\n[]",
        "its answer is packed in a way that was not asked for (Content-Encoding)")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n\u00ff\u00fe", "its answer is not text in UTF-8")]
    public async Task What_nobody_can_read_is_no_answer(string raw, string reason)
    {
        _server.Answers["/a"] = (stream, cancel) => stream.WriteAsync(Encoding.Latin1.GetBytes(raw), cancel).AsTask();

        Assert.Equal(reason, await FailAsync(_server.At("/a")));
    }

    [Fact]
    public async Task Headers_without_end_are_no_answer()
    {
        _server.Answers["/a"] = async (stream, cancel) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancel);
            while (true)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-{Guid.NewGuid():N}: {new string('x', 1000)}\r\n"), cancel);
            }
        };

        Assert.Contains("header", await FailAsync(_server.At("/a")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_text_in_Latin1_that_says_so_is_read()
    {
        var url = _server.Says(
            "/a", "HTTP/1.1 200 OK\r\nContent-Type: text/calendar; charset=ISO-8859-1\r\nContent-Length: 3", [0x4B, 0xF6, 0x6C]);

        Assert.Equal("Köl", Assert.IsType<Download.Content>(await AskAsync(url)).Text);
    }

    [Fact]
    public async Task A_page_with_200_is_a_download_and_no_file_of_fixtures()
    {
        var page = Assert.IsType<Download.Content>(await AskAsync(
            _server.Says("/a.json", "200 OK", "Content-Type: text/html", "<!DOCTYPE html><title>Sign in</title>")));

        Assert.Equal(
            "a.json is a page (HTML or XML), not a file of fixtures",
            new SourceTexts().Read(
                new FixtureSource { Name = "cup", Address = _server.At("/a.json") + "?key=" + Secret }, FixtureSettings.None, page.Text,
                Now).Fault);
    }

    [Fact]
    public void A_source_has_at_most_five_thousand_rows()
    {
        var matches = Enumerable.Range(0, SourceTexts.MostRows + 1).Select(number =>
            $$"""{"round": "Matchday 1", "date": "2026-08-15", "time": "15:00", "team1": "A {{number}}", "team2": "B {{number}}"}""");
        var text = $$"""{"name": "League", "matches": [{{string.Join(',', matches)}}]}""";

        var read = new SourceTexts().Read(
            new FixtureSource { Name = "cup", Address = "https://example.com/", Zone = "Europe/London" }, FixtureSettings.None, text, Now);

        Assert.Contains("more than 5000 fixtures", read.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gives_up_is_told_so()
    {
        _server.Answers["/a"] = (_, cancel) => Task.Delay(Timeout.Infinite, cancel);
        using var over = new CancellationTokenSource();
        var asking = _download.GetAsync(Request(_server.At("/a"), null, null), over.Token);

        await over.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static HttpsDownload Through(Doors doors, TimeProvider? time = null) =>
        new(doors, new VirtualTime(Now), time ?? TimeProvider.System);

    private static SourceRequest Request(string url, string? etag, string? lastModified) => new(
        url, ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase).Add("X-Auth-Token", Secret), etag,
        lastModified);

    private Task<Download> AskAsync(string url, string? etag = null, string? lastModified = null) =>
        _download.GetAsync(Request(url, etag, lastModified), default);

    private async Task<string> FailAsync(string url, HttpsDownload? download = null)
    {
        var failed = Assert.IsType<Download.Failed>(
            await (download ?? _download).GetAsync(Request(url + "?key=" + Secret, null, null), default));
        Assert.DoesNotContain(Secret, failed.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", failed.Reason, StringComparison.Ordinal);
        return failed.Reason;
    }

    /// <summary>After what it says, it hangs up.</summary>
    private void Hangs(string path)
    {
        var says = _server.Answers[path];
        _server.Answers[path] = async (stream, cancel) =>
        {
            await says(stream, cancel);
            throw new IOException("hung up");
        };
    }

    private string Gzip(string path, byte[] packed) => _server.Says(path, string.Create(
        CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}"), packed);

    private static byte[] Packed(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
