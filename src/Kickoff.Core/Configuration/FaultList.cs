using YamlDotNet.RepresentationModel;

namespace Kickoff.Core.Configuration;

/// <summary>Collects every fault of one file, so that all are reported at once.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<Fault> _faults = [];

    public bool Any => _faults.Count > 0;

    public int Count => _faults.Count;

    public void Add(int line, string message) => _faults.Add(new Fault(file, line, message));

    public void Add(YamlNode at, string message) => Add((int)at.Start.Line, message);

    public void AddFrom(IEnumerable<Fault> others) => _faults.AddRange(others);

    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new ConfigurationException(
                [.. _faults.Distinct().OrderBy(fault => fault.File, StringComparer.Ordinal).ThenBy(fault => fault.Line)]);
        }
    }
}
