using System.Globalization;
using Amazon.Runtime;

namespace Amazon.QueryProtocol;

/// <summary>Form parameters; what is null is left out.</summary>
internal sealed class QueryForm(IDictionary<string, string> parameters)
{
    public void Add(string name, string value)
    {
        if (value is not null)
        {
            parameters.Add(name, value);
        }
    }

    public void Add(string name, ConstantClass value) => Add(name, value?.Value);

    public void Add(string name, int? value) => Add(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>A list as ELB wants it, with <paramref name="name"/> as <c>Name.member</c>.</summary>
    public void AddEach<T>(string name, List<T> items, Action<string, T> add)
    {
        for (var i = 0; i < (items?.Count ?? 0); i++)
        {
            add(string.Create(CultureInfo.InvariantCulture, $"{name}.{i + 1}"), items[i]);
        }
    }
}
