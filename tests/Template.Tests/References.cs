using Mono.Cecil;

namespace Kickoff.Template.Tests;

/// <summary>The types that a compiled type names: bases, members, and everything in its methods.</summary>
internal static class References
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) => Named(type).OfType<TypeReference>().SelectMany(Parts);

    private static IEnumerable<TypeReference?> Named(TypeDefinition type)
    {
        yield return type.BaseType;
        foreach (var each in type.Interfaces.Select(one => one.InterfaceType).Concat(type.Fields.Select(field => field.FieldType)))
        {
            yield return each;
        }

        foreach (var method in type.Methods)
        {
            foreach (var each in Named(method))
            {
                yield return each;
            }
        }
    }

    private static IEnumerable<TypeReference> Named(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters)
        {
            yield return parameter.ParameterType;
        }

        foreach (var variable in method.Body?.Variables.AsEnumerable() ?? [])
        {
            yield return variable.VariableType;
        }

        foreach (var operand in (method.Body?.Instructions.AsEnumerable() ?? []).Select(instruction => instruction.Operand))
        {
            switch (operand)
            {
                case GenericInstanceMethod called:
                    yield return called.DeclaringType;
                    foreach (var argument in called.GenericArguments)
                    {
                        yield return argument;
                    }

                    break;
                case MemberReference { DeclaringType: { } declaring }:
                    yield return declaring;
                    break;
                case TypeReference named:
                    yield return named;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>A generic type and what it is of.</summary>
    private static IEnumerable<TypeReference> Parts(TypeReference type) =>
        type is GenericInstanceType generic ? generic.GenericArguments.SelectMany(Parts)
            .Prepend(generic.ElementType) : [type.GetElementType()];
}
