using Kickoff.Cloud.DynamoDb;
using Kickoff.Cloud.Ec2;
using Kickoff.Cloud.Time;
using Kickoff.Core.Servers;
using NodaTime;

namespace Kickoff.Cloud;

/// <summary>One AWS account and region in memory.</summary>
public sealed class AwsAccount
{
    public AwsAccount(
        VirtualTime time, Dice dice, IBoots boots, IEc2Witness ec2Witness, LoadBalancing.IBalancingWitness balancingWitness, IStory story)
    {
        Time = time;
        Dice = dice;
        Story = story;
        Ec2 = new(time, dice, boots, ec2Witness, story);
        Balancing = new(time, Ec2, balancingWitness);
        Ec2.OnChange += (server, state) =>
        {
            if (state == InstanceState.Terminated)
            {
                // Within a minute ELB notices by itself.
                time.After(dice.Between(Duration.Zero, Duration.FromMinutes(1)), () => Balancing.DropEnded(server.Id));
            }
        };
    }

    public VirtualTime Time { get; }

    public Dice Dice { get; }

    public IStory Story { get; }

    public Ec2Account Ec2 { get; }

    public LoadBalancing.LoadBalancing Balancing { get; }

    public DynamoDbAccount DynamoDb { get; } = new();
}
