using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Kickoff.Template.Tests;

/// <summary>
/// What a compiled program can come to call, by rapid type analysis: from its entry point through every call, an interface's method
/// leading to the implementations of those types only that the reached code makes. Follows Kickoff's own assemblies.
/// </summary>
internal sealed class ReachableCode
{
    private readonly HashSet<MethodDefinition> _methods = [];
    private readonly HashSet<TypeDefinition> _made = [];
    private readonly HashSet<MethodDefinition> _virtualCalls = [];
    private readonly Queue<MethodDefinition> _todo = new();

    private ReachableCode()
    {
    }

    /// <summary>Every method reached outside Kickoff, as (declaring type, name).</summary>
    public HashSet<(string Type, string Method)> Calls { get; } = [];

    /// <summary>Every static field that the reached code reads of a type of ours, outside of that type.</summary>
    public HashSet<(string Type, string Name)> Fields { get; } = [];

    /// <summary>Every string literal of the reached code.</summary>
    public HashSet<string> Literals { get; } = [];

    public static ReachableCode From(string assemblyPath)
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(Path.GetDirectoryName(assemblyPath));
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        using var module = ModuleDefinition.ReadModule(assemblyPath, new ReaderParameters { AssemblyResolver = resolver });
        var code = new ReachableCode();
        code.Reach(module.EntryPoint);
        while (code._todo.TryDequeue(out var method))
        {
            code.Read(method);
        }

        return code;
    }

    private static bool IsOurs(TypeReference? type) =>
        type?.GetElementType() is { } element && (element.Scope?.Name ?? "") is var scope
        && (scope.StartsWith("Kickoff.", StringComparison.Ordinal) || scope.StartsWith("bootstrap", StringComparison.Ordinal));

    private static IEnumerable<TypeDefinition> BasesOf(TypeDefinition type)
    {
        for (var at = type; at is not null && IsOurs(at); at = at.BaseType?.Resolve())
        {
            yield return at;
        }
    }

    private static bool Implements(TypeDefinition type, MethodDefinition called) =>
        type == called.DeclaringType
        || BasesOf(type).Any(
            at => at.BaseType?.Resolve() == called.DeclaringType
                || at.Interfaces.Any(i => Extends(i.InterfaceType.Resolve(), called.DeclaringType)));

    private static bool Extends(TypeDefinition? type, TypeDefinition wanted) =>
        type is not null && (type == wanted || type.Interfaces.Any(i => Extends(i.InterfaceType.Resolve(), wanted)));

    private static MethodDefinition? Implementation(TypeDefinition type, MethodDefinition called) =>
        BasesOf(type).SelectMany(at => at.Methods)
            .Where(method => method.Overrides.Any(o => o.Resolve() == called)
                || (method.IsVirtual && method.Name == called.Name && method.Parameters.Count == called.Parameters.Count
                    && method.GenericParameters.Count == called.GenericParameters.Count))
            // Of overloads the one with the same parameters; a generic interface's may be named otherwise.
            .OrderByDescending(
                method =>
                    method.Parameters.Zip(called.Parameters).Count(
                        pair => pair.First.ParameterType.FullName == pair.Second.ParameterType.FullName))
            .FirstOrDefault();

    private void Reach(MethodDefinition method)
    {
        if (!_methods.Add(method))
        {
            return;
        }

        _todo.Enqueue(method);
        if (method.DeclaringType.Methods.FirstOrDefault(m => m.IsConstructor && m.IsStatic) is { } initializer)
        {
            Reach(initializer);
        }

        // An async or iterator method's body is its state machine's.
        foreach (var attribute in method.CustomAttributes.Where(
            a => a.AttributeType.Name.EndsWith("StateMachineAttribute", StringComparison.Ordinal)))
        {
            Make(((TypeReference)attribute.ConstructorArguments[0].Value).Resolve());
        }
    }

    private void Make(TypeDefinition? type)
    {
        if (type is null || !IsOurs(type) || !_made.Add(type))
        {
            return;
        }

        foreach (var called in _virtualCalls.Where(called => Implements(type, called)).ToArray())
        {
            Dispatch(type, called);
        }

        // What others call on it through an interface or base of theirs (IDisposable, IComparable, a state machine's MoveNext).
        foreach (var method in BasesOf(type).SelectMany(at => at.Methods).Where(m => m.IsVirtual && IsForeign(m)))
        {
            Reach(method);
        }
    }

    private static bool IsForeign(MethodDefinition method) =>
        method.Overrides.Any(o => !IsOurs(o.DeclaringType))
        || !BasesOf(method.DeclaringType).SelectMany(
            at => at.Interfaces.Select(i => i.InterfaceType.Resolve()).Append(at.BaseType?.Resolve()))
            .Where(t => t is not null && IsOurs(t)).Any(t => t!.Methods.Any(m => m.Name == method.Name));

    private void Dispatch(TypeDefinition type, MethodDefinition called)
    {
        if (Implementation(type, called) is { } implementation)
        {
            Reach(implementation);
        }
    }

    private void Read(MethodDefinition method)
    {
        foreach (var instruction in method.Body?.Instructions ?? [])
        {
            switch (instruction.Operand)
            {
                case string literal:
                    Literals.Add(literal);
                    break;
                case MethodReference called when !IsOurs(called.DeclaringType):
                    Calls.Add((called.DeclaringType.GetElementType().FullName, called.Name));
                    break;
                case MethodReference called when called.Resolve() is { } definition:
                    Call(instruction.OpCode, definition);
                    break;
                case TypeReference { IsValueType: true } value:
                    Make(value.Resolve());
                    break;
                case FieldReference field when IsOurs(field.DeclaringType) && field.DeclaringType.Resolve() is { } owner:
                    if (instruction.OpCode == OpCodes.Ldsfld && owner != method.DeclaringType)
                    {
                        Fields.Add((owner.FullName, field.Name));
                    }

                    foreach (var initializer in owner.Methods.Where(m => m.IsConstructor && m.IsStatic))
                    {
                        Reach(initializer);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private void Call(OpCode code, MethodDefinition called)
    {
        if (code == OpCodes.Newobj)
        {
            Make(called.DeclaringType);
        }

        Reach(called);
        if (called.IsVirtual && _virtualCalls.Add(called))
        {
            foreach (var type in _made.Where(type => Implements(type, called)).ToArray())
            {
                Dispatch(type, called);
            }
        }
    }
}
