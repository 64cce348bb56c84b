namespace Kickoff.Cloud.Ec2;

/// <summary>What is left of each instance type in each subnet; without a word there is enough.</summary>
public sealed class Ec2Capacity
{
    private readonly Dictionary<(string Type, string Subnet), int> _left = [];

    public void Limit(string type, string subnet, int left) => _left[(type, subnet)] = left;

    public void Lift(string type, string subnet) => _left.Remove((type, subnet));

    public int Of(string type, string subnet) => _left.GetValueOrDefault((type, subnet), int.MaxValue);

    /// <summary>Takes as many as there are, at most <paramref name="wanted"/>.</summary>
    public int Take(string type, string subnet, int wanted)
    {
        var taken = Math.Min(wanted, Of(type, subnet));
        if (_left.ContainsKey((type, subnet)))
        {
            _left[(type, subnet)] -= taken;
        }

        return taken;
    }
}
