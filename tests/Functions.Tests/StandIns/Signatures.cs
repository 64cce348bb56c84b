using Mono.Cecil;

namespace Kickoff.Functions.Tests.StandIns;

/// <summary>
/// What an assembly shows to those who compile against it, a line each: <c>TYPE: kind, base, interfaces</c> and <c>TYPE: member</c> with
/// the names of the parameters.
/// </summary>
internal static class Signatures
{
    /// <summary>Of the stand-ins alone: what two of them share, and no official package has.</summary>
    private const string Shared = "Amazon.QueryProtocol";

    public static SortedSet<string> Of(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(assembly);
        return new(
            module.GetTypes().Where(type => IsPublic(type) && type.Namespace != Shared).SelectMany(Of), StringComparer.Ordinal);
    }

    /// <summary>The type that a line speaks of.</summary>
    public static string TypeOf(string line) => line[..line.IndexOf(": ", StringComparison.Ordinal)];

    private static bool IsPublic(TypeDefinition type) =>
        type.IsNested ? type.IsNestedPublic && IsPublic(type.DeclaringType) : type.IsPublic;

    private static IEnumerable<string> Of(TypeDefinition type)
    {
        var kind = type switch { { IsInterface: true } => "interface", { IsValueType: true } => "struct", _ => "class" };
        yield return $"{type.FullName}: {kind}";
        if (BaseOf(type) is { } parent && parent.FullName is not ("System.Object" or "System.ValueType"))
        {
            yield return $"{type.FullName}: is a {parent.FullName}";
        }

        foreach (var implemented in type.Interfaces)
        {
            yield return $"{type.FullName}: has {implemented.InterfaceType.FullName}";
        }

        foreach (var field in type.Fields.Where(field => field.IsPublic))
        {
            yield return $"{type.FullName}: {(field.IsStatic ? "static " : "")}{field.FieldType.FullName} {field.Name}";
        }

        foreach (var method in type.Methods.Where(method => method.IsPublic && !(method.IsVirtual && method.IsReuseSlot)))
        {
            var parameters = string.Join(
                ", ", method.Parameters.Select(parameter => $"{parameter.ParameterType.FullName} {parameter.Name}"));
            var generic = method.HasGenericParameters ? $"<{string.Join(",", method.GenericParameters)}>" : "";
            yield return $"{type.FullName}: {(method.IsStatic ? "static " : "")}{method.ReturnType.FullName} "
                + $"{method.Name}{generic}({parameters})";
        }
    }

    // A stand-in's base of its own is none; what stands above it is.
    private static TypeReference? BaseOf(TypeDefinition type)
    {
        var parent = type.BaseType;
        while (parent is TypeDefinition { Namespace: Shared } shared)
        {
            parent = shared.BaseType;
        }

        return parent;
    }
}
