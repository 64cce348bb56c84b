using System.Text.Json;

namespace Kickoff.Fixtures;

/// <summary>
/// The line on which each element of a JSON file's list of fixtures begins: the list of this name, or the one the file is.
/// </summary>
internal sealed class JsonLines
{
    private readonly List<int> _lines = [];

    public JsonLines(byte[] bytes, string? list)
    {
        var reader = new Utf8JsonReader(bytes);
        int listDepth = -1, line = 1, counted = 0;
        var matches = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartArray && listDepth < 0 && (matches || (list is null && reader.CurrentDepth == 0)))
            {
                listDepth = reader.CurrentDepth;
            }
            else if (reader.TokenType == JsonTokenType.EndArray && reader.CurrentDepth == listDepth)
            {
                return;
            }
            else if (listDepth >= 0 && reader.CurrentDepth == listDepth + 1
                && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
            {
                for (; counted < reader.TokenStartIndex; counted++)
                {
                    line += bytes[counted] == (byte)'\n' ? 1 : 0;
                }

                _lines.Add(line);
            }

            matches = list is not null && reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1
                && !reader.ValueIsEscaped && reader.ValueTextEquals(list);
        }
    }

    public int Of(int index) => index < _lines.Count ? _lines[index] : 1;
}
