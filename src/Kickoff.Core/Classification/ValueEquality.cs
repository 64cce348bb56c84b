namespace Kickoff.Core.Classification;

/// <summary>Whether two values say the same; records compare the collections in them by reference.</summary>
internal static class ValueEquality
{
    public static bool Same(Value one, Value other) => (one, other) switch
    {
        (Value.List a, Value.List b) => a.Items.Length == b.Items.Length && a.Items.Zip(b.Items).All(pair => Same(pair.First, pair.Second)),
        (Value.Map a, Value.Map b) => a.Entries.Count == b.Entries.Count && a.Bare.SetEquals(b.Bare)
            && a.Entries.All(entry => b.Entries.TryGetValue(entry.Key, out var value) && Same(entry.Value, value)),
        _ => one.Equals(other),
    };
}
