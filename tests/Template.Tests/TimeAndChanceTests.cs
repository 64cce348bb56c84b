using System.Collections.Immutable;
using Mono.Cecil;

namespace Kickoff.Template.Tests;

/// <summary>
/// A seed is repeatable only if no code of ours looks at the machine's clock, waits by it, or throws its dice: time is an argument, waits
/// go by an injected TimeProvider, and tokens come from outside. What may: who composes for a machine, and what is below the calls.
/// </summary>
public sealed class TimeAndChanceTests
{
    private static readonly ImmutableHashSet<string> May = [
        // For a machine.
        "Kickoff.Aws.Procedures",
        // Below the seam: drills and tests never come there.
        "Kickoff.Aws.Calls.Ec2Calls", "Kickoff.Aws.AwsClients",
        // For who is answered at once: nothing is waited for.
        "Kickoff.Simulation.Deployment",
    ];

    [Theory]
    [InlineData("Kickoff.Core")]
    [InlineData("Kickoff.Aws")]
    [InlineData("Kickoff.Cloud")]
    [InlineData("Kickoff.Simulation")]
    public void Nobody_asks_the_machine_for_time_or_chance(string assembly)
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly + ".dll"));
        var calls =
            from type in module.GetTypes()
            from method in type.Methods
            from instruction in method.Body?.Instructions.AsEnumerable() ?? []
            let called = instruction.Operand as MethodReference
            where called is not null && OfTheMachine(called) && !May.Contains(Outermost(type))
            select $"{method.FullName} calls {called.FullName}";

        Assert.Empty(calls);
    }

    [Fact]
    public void Who_asks_is_found()
    {
        using var module = ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, "Kickoff.Aws.dll"));

        Assert.Contains(
            module.GetTypes().Where(type => Outermost(type) == "Kickoff.Aws.Procedures").SelectMany(type => type.Methods)
                .SelectMany(method => method.Body?.Instructions.AsEnumerable() ?? []),
            instruction => instruction.Operand is MethodReference called && OfTheMachine(called));
    }

    private static bool OfTheMachine(MethodReference called) => (called.DeclaringType.FullName, called.Name) switch
    {
        ("System.DateTime" or "System.DateTimeOffset", "get_Now" or "get_UtcNow" or "get_Today") => true,
        ("System.Diagnostics.Stopwatch", _) => true,
        ("System.Environment", "get_TickCount" or "get_TickCount64") => true,
        ("System.TimeProvider", "get_System") or ("NodaTime.SystemClock", _) => true,
        ("System.Guid", "NewGuid" or "CreateVersion7") => true,
        ("System.Random", _) or ("System.Security.Cryptography.RandomNumberGenerator", _) => true,
        ("System.Threading.Thread", "Sleep") or ("System.Threading.Timer", ".ctor") => true,
        ("System.Threading.CancellationTokenSource", "CancelAfter") => true,
        ("System.Threading.Tasks.Task", "Delay" or "WaitAsync") or ("System.Threading.CancellationTokenSource", ".ctor") =>
            called.Parameters.Any(parameter => parameter.ParameterType.FullName is "System.TimeSpan" or "System.Int32")
            && called.Parameters.All(parameter => parameter.ParameterType.FullName != "System.TimeProvider"),
        _ => false,
    };

    private static string Outermost(TypeDefinition type)
    {
        while (type.DeclaringType is { } declaring)
        {
            type = declaring;
        }

        return type.FullName;
    }
}
