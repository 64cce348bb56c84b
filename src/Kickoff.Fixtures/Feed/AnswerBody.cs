using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Kickoff.Fixtures.Feed;

/// <summary>The text of an answer, of at most 10 MB as it is sent and as it is when it is unpacked.</summary>
internal static class AnswerBody
{
    public const int MostBytes = 10 * 1024 * 1024;

    /// <summary>The least a gzip file is: its header and trailer (RFC 1952).</summary>
    private const int LeastGzip = 18;

    private const string TooLarge = "its answer is larger than 10 MB";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, or what is wrong with it.</summary>
    public static async Task<(string? Text, string Fault)> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        if (content.Headers.ContentLength > MostBytes)
        {
            return (null, TooLarge);
        }

        await using var body = await content.ReadAsStreamAsync(cancel);
        if (await WholeAsync(body, cancel) is not { } sent)
        {
            return (null, TooLarge);
        }

        switch (string.Join(',', content.Headers.ContentEncoding).ToUpperInvariant())
        {
            case "" or "IDENTITY":
                return Decode(sent, content.Headers.ContentType?.CharSet);
            case "GZIP" or "X-GZIP":
                using (var unpacking = new GZipStream(new MemoryStream(sent), CompressionMode.Decompress))
                {
                    return await WholeAsync(unpacking, cancel) is not { } unpacked ? (null, TooLarge)
                        : IsWhole(sent, unpacked) ? Decode(unpacked, content.Headers.ContentType?.CharSet)
                        : (null, "its answer is gzip that is cut short");
                }

            default:
                return (null, "its answer is packed in a way that was not asked for (Content-Encoding)");
        }
    }

    /// <summary>Null for too many.</summary>
    private static async Task<byte[]?> WholeAsync(Stream stream, CancellationToken cancel)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await stream.ReadAsync(buffer, cancel)) > 0;)
        {
            if (whole.Length + read > MostBytes)
            {
                return null;
            }

            await whole.WriteAsync(buffer.AsMemory(0, read), cancel);
        }

        return whole.ToArray();
    }

    /// <summary>What is cut short unpacks without a word; its last four bytes are not the length then.</summary>
    private static bool IsWhole(byte[] packed, byte[] unpacked) => packed.Length >= LeastGzip
        && BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(packed.Length - 4)) == (uint)unpacked.Length;

    private static (string? Text, string Fault) Decode(byte[] bytes, string? charset)
    {
        switch (charset?.Trim('"').ToUpperInvariant())
        {
            case "ISO-8859-1" or "LATIN1" or "WINDOWS-1252":
                return (Encoding.Latin1.GetString(bytes), "");
            case "UTF-16" or "UTF-16LE":
                return (Encoding.Unicode.GetString(bytes).TrimStart('\uFEFF'), "");
            default:
                try
                {
                    return (StrictUtf8.GetString(bytes).TrimStart('\uFEFF'), "");
                }
                catch (DecoderFallbackException)
                {
                    return (null, "its answer is not text in UTF-8");
                }
        }
    }
}
