using Kickoff.Core.Configuration;
using NodaTime;

namespace Kickoff.Aws;

/// <summary>Reads a function's settings and collects what is wrong with them, so that all of it is reported at once.</summary>
public sealed class EnvironmentSettings(Func<string, string?> variable)
{
    private readonly List<Fault> _faults = [];

    public string Text(string name, string? otherwise = null)
    {
        var text = variable(name);
        if (!string.IsNullOrEmpty(text))
        {
            return text;
        }

        return otherwise ?? Fault(name, "is not set", "");
    }

    public Duration Time(string name, Duration otherwise)
    {
        var text = variable(name);
        return string.IsNullOrEmpty(text) ? otherwise
            : DurationText.TryParse(text, out var duration) ? duration
            : Fault(name, $"is a duration such as 15m, not '{text}'", otherwise);
    }

    public bool Choice(string name, string yes, string no, bool otherwise)
    {
        var text = variable(name);
        return string.IsNullOrEmpty(text) ? otherwise
            : text == yes || (text != no && Fault(name, $"is {yes} or {no}, not '{text}'", otherwise));
    }

    /// <param name="name">The variable.</param>
    /// <param name="read">Throws FormatException, whose message goes on from the variable's name.</param>
    /// <param name="otherwise">Where it is not set.</param>
    public T Read<T>(string name, Func<string, T> read, T otherwise)
    {
        try
        {
            return variable(name) is { Length: > 0 } text ? read(text) : otherwise;
        }
        catch (FormatException wrong)
        {
            return Fault(name, wrong.Message, otherwise);
        }
    }

    /// <summary>Throws ConfigurationException with every fault.</summary>
    public void ThrowIfFaulty()
    {
        if (_faults.Count > 0)
        {
            throw new ConfigurationException(_faults);
        }
    }

    private T Fault<T>(string name, string message, T otherwise)
    {
        _faults.Add(new Fault("environment", 1, $"{name} {message}"));
        return otherwise;
    }
}
