namespace Kickoff.Simulation.Calls;

public enum Service
{
    Ec2,
    Elb,
    Ledger,
    Fixtures,
}

/// <summary>One kind of call a function makes. Strong: a read that asked for the newest; only other reads may be answered from an older copy.</summary>
public sealed record CallSite(Service Service, string Name, bool Writes, bool Strong = true)
{
    public static readonly CallSite DescribeInstances = new(Service.Ec2, nameof(DescribeInstances), Writes: false, Strong: false);
    public static readonly CallSite DescribeImages = new(Service.Ec2, nameof(DescribeImages), Writes: false);
    public static readonly CallSite RunInstances = new(Service.Ec2, nameof(RunInstances), Writes: true);
    public static readonly CallSite TerminateInstances = new(Service.Ec2, nameof(TerminateInstances), Writes: true);
    public static readonly CallSite Register = new(Service.Elb, nameof(Register), Writes: true);
    public static readonly CallSite Deregister = new(Service.Elb, nameof(Deregister), Writes: true);
    public static readonly CallSite DescribeHealth = new(Service.Elb, nameof(DescribeHealth), Writes: false, Strong: false);
    public static readonly CallSite ReadMemberships = new(Service.Ledger, nameof(ReadMemberships), Writes: false);
    public static readonly CallSite WriteMembership = new(Service.Ledger, nameof(WriteMembership), Writes: true);
    public static readonly CallSite AcquireLease = new(Service.Ledger, nameof(AcquireLease), Writes: true);
    public static readonly CallSite ReleaseLease = new(Service.Ledger, nameof(ReleaseLease), Writes: true);
    public static readonly CallSite ReadPool = new(Service.Ledger, nameof(ReadPool), Writes: false);
    public static readonly CallSite WritePool = new(Service.Ledger, nameof(WritePool), Writes: true);
    public static readonly CallSite ReadHistory = new(Service.Ledger, nameof(ReadHistory), Writes: false, Strong: false);
    public static readonly CallSite ReadInventory = new(Service.Ledger, nameof(ReadInventory), Writes: false);
    public static readonly CallSite WriteInventory = new(Service.Ledger, nameof(WriteInventory), Writes: true);
    public static readonly CallSite ReadTerminations = new(Service.Ledger, nameof(ReadTerminations), Writes: false, Strong: false);
    public static readonly CallSite WriteTerminations = new(Service.Ledger, nameof(WriteTerminations), Writes: true);
    public static readonly CallSite ReadFixtures = new(Service.Fixtures, nameof(ReadFixtures), Writes: false, Strong: false);
    public static readonly CallSite WriteFixtures = new(Service.Fixtures, nameof(WriteFixtures), Writes: true);
}
