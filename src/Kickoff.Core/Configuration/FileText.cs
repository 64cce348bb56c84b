using System.Text;

namespace Kickoff.Core.Configuration;

/// <summary>A file's bytes as text: UTF-8, or UTF-16 and UTF-32 that say so by their first bytes, as YAML 1.1 has it.</summary>
public static class FileText
{
    /// <summary>Throws ConfigurationException with the first line that is none, instead of putting question marks into names.</summary>
    public static string Read(string file, byte[] bytes)
    {
        try
        {
            var strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
            using var reader = new StreamReader(new MemoryStream(bytes), strict);
            return reader.ReadToEnd();
        }
        catch (DecoderFallbackException)
        {
            var rest = bytes.AsSpan();
            while (Rune.DecodeFromUtf8(rest, out _, out var length) == System.Buffers.OperationStatus.Done)
            {
                rest = rest[length..];
            }

            var line = 1 + bytes.AsSpan(0, bytes.Length - rest.Length).Count((byte)'\n');
            var message = $"the byte 0x{rest[0]:x2} is not UTF-8; save the file as UTF-8 (from Latin-1: iconv -f latin1 -t utf-8)";
            throw new ConfigurationException([new Fault(file, line, message)]);
        }
    }
}
