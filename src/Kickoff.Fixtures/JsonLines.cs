using System.Text.Json;

namespace Kickoff.Fixtures;

/// <summary>The line on which each element of a JSON file's list of fixtures begins.</summary>
internal sealed class JsonLines
{
    private readonly List<int> _lines = [];

    public JsonLines(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        // Objects in the list "matches", or in the list the file is.
        int listDepth = -1, line = 1, counted = 0;
        var matches = false;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.StartArray && listDepth < 0 && (matches || reader.CurrentDepth == 0))
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

            matches = reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1
                && !reader.ValueIsEscaped && reader.ValueTextEquals("matches"u8);
        }
    }

    public int Of(int index) => index < _lines.Count ? _lines[index] : 1;
}
