using Kickoff.Local.Emulator.Calls;

namespace Kickoff.Local.Stage;

/// <summary>What world to build.</summary>
public sealed record WorldOptions
{
    /// <summary>Everything of the world is kept here: the functions unpacked, their configuration, all logs.</summary>
    public required string Directory { get; init; }

    /// <summary>The CloudFormation stack's name.</summary>
    public string Stack { get; init; } = "kickoff";

    public string Region { get; init; } = "eu-west-1";

    /// <summary>The configuration to deploy; the ids in it are replaced by those of what is built for them.</summary>
    public string Configuration { get; init; } = Path.Combine(Checkout.Root, "config");

    /// <summary>Where each function was built, by its name; those not named are the plain build of the checkout.</summary>
    public IReadOnlyDictionary<string, string> Built { get; init; } = new Dictionary<string, string>();

    /// <summary>Template parameters that differ from their defaults; DryRun is false unless it is among them.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>How the emulated AWS behaves; its clock gives launch times.</summary>
    public EmulatorBehaviour Behaviour { get; init; } = new();

    /// <summary>How EventBridge treats EC2's events.</summary>
    public Events.EventPumpOptions Events { get; init; } = new();

    /// <summary>How long messages are gathered for a batch; two seconds in the template.</summary>
    public TimeSpan BatchWindow { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Before a failed message comes again; the template's when null.</summary>
    public TimeSpan? VisibilityTimeout { get; init; }

    /// <summary>Of what is left to chance: the order of events.</summary>
    public int Seed { get; init; } = 20120628;
}
