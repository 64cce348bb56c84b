using System.Collections.Immutable;
using Kickoff.Core.Classification;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Tests.Registration;

/// <summary>Groups and servers in few words.</summary>
internal static class Given
{
    public static NodeGroup Group(string name, params (string Name, Value Value)[] parameters) => new(
        name, 0, ImmutableSortedDictionary<string, Value.Map>.Empty, null,
        parameters.ToImmutableSortedDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal));

    public static InstanceId Id(int number) => InstanceId.Parse($"i-{number:x17}");
}
