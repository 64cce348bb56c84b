using System.Collections.Immutable;
using Kickoff.Core.Servers;

namespace Kickoff.Core.Classification;

/// <summary>
/// Every EC2 tag as the parameter <c>ec2_tag_&lt;key&gt;</c>, over the fragments' parameters as in 2012, and all of them, unfolded, in
/// <c>ec2_tags</c>. The prefix keeps a tag from ever setting one of Puppet's own variables.
/// </summary>
internal static class TagParameters
{
    private const string Prefix = "ec2_tag_";

    /// <summary>Returns the keys whose folded name an ordinally earlier key has.</summary>
    public static ImmutableArray<string> Add(ImmutableSortedDictionary<string, Sourced>.Builder parameters, Server server)
    {
        var collisions = ImmutableArray.CreateBuilder<string>();
        var folded = new HashSet<string>(StringComparer.Ordinal);
        var tags = ImmutableSortedDictionary.CreateBuilder<string, Sourced>(StringComparer.Ordinal);
        foreach (var (key, text) in server.Tags)
        {
            var value = new Sourced.Leaf(new Value.Text(text), $"tag {key}");
            tags[key] = value;
            var name = Fold(key);
            if (folded.Add(name))
            {
                parameters[name] = value;
            }
            else
            {
                collisions.Add(key);
            }
        }

        parameters["ec2_tags"] = new Sourced.Branch(tags.ToImmutable(), "EC2");
        return collisions.ToImmutable();
    }

    /// <summary>A Puppet variable's name: what is not an ASCII letter, digit or _ becomes _.</summary>
    private static string Fold(string key) =>
        string.Create(Prefix.Length + key.Length, key, static (name, key) =>
        {
            Prefix.CopyTo(name);
            for (var i = 0; i < key.Length; i++)
            {
                name[Prefix.Length + i] = char.IsAsciiLetterOrDigit(key[i]) ? key[i] : '_';
            }
        });
}
