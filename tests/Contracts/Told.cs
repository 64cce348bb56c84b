using System.Reflection;
using Xunit.Sdk;

namespace Kickoff.Contracts;

/// <summary>To whom a story is told.</summary>
public enum Told
{
    /// <summary>To the model in memory, beside moto.</summary>
    ToCloud,

    /// <summary>To moto, which behaves as AWS does.</summary>
    ToMoto,

    /// <summary>To moto, which behaves as AWS does because the proxy before it puts it right.</summary>
    ToMotoPutRight,

    /// <summary>To the model alone: moto does not know it.</summary>
    ToCloudAlone,
}

/// <summary>The story is told to the model and to moto itself, by the same lines.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MotoItselfAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Told.ToCloud], [Told.ToMoto]];
}

/// <summary>The story is told to the model and to moto as the proxy puts it right.</summary>
/// <param name="page">AWS's page that says how it is.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CorrectionAttribute(string page) : DataAttribute
{
    public string Page => page;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Told.ToCloud], [Told.ToMotoPutRight]];
}

/// <summary>The story is told to the model alone.</summary>
/// <param name="motos">What moto does instead.</param>
/// <param name="page">AWS's page that says how it is.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CloudOnlyAttribute(string motos, string page) : DataAttribute
{
    public string Motos => motos;

    public string Page => page;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Told.ToCloudAlone]];
}
