using System.Reflection;
using System.Text.RegularExpressions;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Kickoff.Aws.Ledger;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Xunit.Sdk;

namespace Kickoff.Contracts;

/// <summary>
/// Every error of AWS's that Kickoff.Aws tells from others is met in a story: by its code, or by the SDK's type of exception.
/// </summary>
public sealed partial class CodeTests
{
    /// <summary>Of these types the code or the status decides; these words are services'.</summary>
    private static readonly HashSet<string> Any = new(StringComparer.Ordinal)
    {
        typeof(AmazonServiceException).FullName!, typeof(AmazonClientException).FullName!, typeof(AmazonUnmarshallingException).FullName!,
        "Amazon.EC2.AmazonEC2Exception", "EC2", "DynamoDB",
    };

    [Fact]
    public async Task Every_error_that_the_adapters_know_is_met_in_a_story()
    {
        var known = Known();
        var met = await MetAsync();

        Assert.Contains("Throttling", known);
        Assert.Contains("VcpuLimitExceeded", known);
        Assert.Contains("TooManyTargets", known);
        Assert.Contains("ConditionalCheckFailed", known);
        Assert.Contains("Amazon.ElasticLoadBalancing.Model.InvalidEndPointException", known);
        Assert.Empty(known.Except(met).Order(StringComparer.Ordinal));
    }

    /// <summary>Codes, of methods that look at one and of sets of them; types, of what is caught or asked for.</summary>
    private static HashSet<string> Known()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(LedgerTable).Assembly.Location);
        var methods = assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody).ToArray();
        var codes = methods
            .Where(method => method.Body.Instructions.Any(LooksAtACode) || method.Body.Instructions.Any(MakesASet))
            .SelectMany(method => method.Body.Instructions.Select(instruction => instruction.Operand as string))
            .OfType<string>().Where(text => Code().IsMatch(text));
        var types = methods
            .SelectMany(method => method.Body.ExceptionHandlers.Select(handler => handler.CatchType)
                .Concat(method.Body.Instructions.Where(one => one.OpCode == OpCodes.Isinst).Select(one => (TypeReference)one.Operand)))
            .Select(type => type?.FullName)
            .OfType<string>()
            .Where(name => name.StartsWith("Amazon.", StringComparison.Ordinal) && name.EndsWith("Exception", StringComparison.Ordinal));
        return [.. codes.Concat(types).Where(name => !Any.Contains(name))];
    }

    private static bool LooksAtACode(Instruction instruction) => instruction.Operand is MethodReference
    {
        Name: "get_ErrorCode" or "get_Code",
        DeclaringType.Name: nameof(AmazonServiceException) or nameof(CancellationReason),
    };

    private static bool MakesASet(Instruction instruction) => instruction.Operand is MethodReference
    {
        Name: ".ctor",
        DeclaringType.FullName: "System.Collections.Generic.HashSet`1<System.String>",
    };

    /// <summary>What is refused in the stories of the adapters, as they are told to Cloud.</summary>
    private static async Task<HashSet<string>> MetAsync()
    {
        var met = new HashSet<string>(StringComparer.Ordinal);
        var oracles = new Oracles { Heard = refused => met.UnionWith(Of(refused)) };
        foreach (var story in typeof(CodeTests).Assembly.GetTypes()
            .Where(type => type.IsDefined(typeof(CollectionAttribute))
                && (type.Namespace == typeof(Ledger.Adapters).Namespace || type.Namespace == typeof(Servers.Lines).Namespace))
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(DataAttribute))))
        {
            var told = story.GetCustomAttribute<DataAttribute>()!.GetData(story).First();
            await (Task)story.Invoke(Activator.CreateInstance(story.DeclaringType!, oracles), told)!;
        }

        return met;
    }

    private static IEnumerable<string> Of(AmazonServiceException refused)
    {
        yield return refused.ErrorCode;
        yield return refused.GetType().FullName!;
        foreach (var reason in (refused as TransactionCanceledException)?.CancellationReasons ?? [])
        {
            yield return reason.Code;
        }
    }

    // AWS's codes are words that begin with a capital letter, of which some have a second part.
    [GeneratedRegex(@"^[A-Z][A-Za-z0-9]+(\.[A-Z][A-Za-z]+)?$")]
    private static partial Regex Code();
}
