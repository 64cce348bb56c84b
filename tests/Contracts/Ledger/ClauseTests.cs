using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using Kickoff.Aws.Ledger;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Kickoff.Contracts.Ledger;

/// <summary>
/// The stories of this folder know every clause that Kickoff.Aws sends to DynamoDB: take one away from what Cloud is told, and a story
/// goes wrong.
/// </summary>
public sealed partial class ClauseTests
{
    [Fact]
    public async Task Without_any_clause_of_any_expression_a_story_goes_wrong()
    {
        var missed = new List<string>();
        foreach (var (kind, text) in await SentAsync())
        {
            foreach (var (clause, without) in Clauses.Of(kind, text))
            {
                if (await GoWrongAsync((sentKind, sent) => sentKind == kind && sent == text ? without : sent) == 0)
                {
                    missed.Add($"{kind} \"{text}\" without \"{clause}\"");
                }
            }
        }

        Assert.Empty(missed);
    }

    [Fact]
    public async Task Every_expression_in_the_compiled_code_is_sent_in_a_story()
    {
        using var assembly = AssemblyDefinition.ReadAssembly(typeof(LedgerTable).Assembly.Location);
        var written = assembly.MainModule.GetTypes()
            .SelectMany(type => type.Methods.Where(method => method.HasBody))
            .SelectMany(method => method.Body.Instructions.Where(instruction => instruction.OpCode == OpCodes.Ldstr))
            .Select(instruction => (string)instruction.Operand)
            .Where(text => AnyExpression().IsMatch(text))
            .ToHashSet(StringComparer.Ordinal);

        var sent = await SentAsync();

        Assert.NotEmpty(written);
        Assert.Empty(written.Except(sent.Select(expression => expression.Text)));
    }

    [Theory]
    [InlineData("a = :a", "a = :a -> ")]
    [InlineData("f(a) OR b < :b OR (c = :c AND d < :d)",
        "f(a) -> b < :b OR (c = :c AND d < :d)", "b < :b -> f(a) OR (c = :c AND d < :d)", "(c = :c AND d < :d) -> f(a) OR b < :b",
        "c = :c -> f(a) OR b < :b OR d < :d", "d < :d -> f(a) OR b < :b OR c = :c")]
    [InlineData("a = :a AND b BETWEEN :b AND :c", "a = :a -> b BETWEEN :b AND :c", "b BETWEEN :b AND :c -> a = :a")]
    [InlineData("SET a = :a, b = f(b, :z) + :one", "a = :a -> SET b = f(b, :z) + :one", "b = f(b, :z) + :one -> SET a = :a")]
    public void An_expression_is_taken_apart_at_its_ands_ors_and_commas(string text, params string[] clauses) => Assert.Equal(
        clauses,
        Clauses.Of(text.StartsWith("SET", StringComparison.Ordinal) ? "UpdateExpression" : "ConditionExpression", text)
            .Select(clause => $"{clause.Clause} -> {clause.Without}"));

    private static async Task<ImmutableHashSet<(string Kind, string Text)>> SentAsync()
    {
        var sent = ImmutableHashSet.CreateBuilder<(string Kind, string Text)>();
        var wrong = await GoWrongAsync((kind, text) =>
        {
            sent.Add((kind, text));
            return text;
        });
        Assert.Equal(0, wrong);
        return sent.ToImmutable();
    }

    /// <summary>How many stories of this folder go wrong on Cloud when what is sent is changed so.</summary>
    private static async Task<int> GoWrongAsync(Func<string, string, string?> change)
    {
        var oracles = new Oracles { Around = calls => new BetweenCalls(calls, request => SentExpressions.Change(request, change)) };
        var wrong = 0;
        foreach (var story in Stories)
        {
            try
            {
                await (Task)story.Invoke(Activator.CreateInstance(story.DeclaringType!, oracles), [Told.ToCloud])!;
            }
#pragma warning disable CA1031 // However it goes wrong.
            catch (Exception)
#pragma warning restore CA1031
            {
                wrong++;
            }
        }

        return wrong;
    }

    private static IEnumerable<MethodInfo> Stories => typeof(ClauseTests).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(ClauseTests).Namespace && type.IsDefined(typeof(CollectionAttribute)))
        .SelectMany(type => type.GetMethods())
        .Where(method => method.IsDefined(typeof(MotoItselfAttribute)));

    [GeneratedRegex(@"attribute_(not_)?exists\(|[=<>] *:\w|BETWEEN :|^(SET|REMOVE|ADD|DELETE) ")]
    private static partial Regex AnyExpression();
}
