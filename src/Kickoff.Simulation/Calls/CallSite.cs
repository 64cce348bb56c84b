namespace Kickoff.Simulation.Calls;

public enum Service
{
    Ec2,
    ClassicLoadBalancing,
    TargetGroups,
    DynamoDb,
}

/// <summary>
/// One kind of call, by AWS's name for it. Strong: what it reads is the newest, or it does not read; only other calls may be answered from
/// an older copy.
/// </summary>
public sealed record CallSite(Service Service, string Name, bool Writes, bool Strong = true)
{
    public static readonly CallSite DescribeInstances = new(Service.Ec2, nameof(DescribeInstances), Writes: false, Strong: false);
    public static readonly CallSite DescribeImages = new(Service.Ec2, nameof(DescribeImages), Writes: false);
    public static readonly CallSite RunInstances = new(Service.Ec2, nameof(RunInstances), Writes: true);
    public static readonly CallSite TerminateInstances = new(Service.Ec2, nameof(TerminateInstances), Writes: true);

    public static readonly CallSite RegisterInstances = new(
        Service.ClassicLoadBalancing, "RegisterInstancesWithLoadBalancer", Writes: true);
    public static readonly CallSite DeregisterInstances = new(
        Service.ClassicLoadBalancing, "DeregisterInstancesFromLoadBalancer", Writes: true);
    public static readonly CallSite InstanceHealth = new(
        Service.ClassicLoadBalancing, "DescribeInstanceHealth", Writes: false, Strong: false);

    public static readonly CallSite RegisterTargets = new(Service.TargetGroups, nameof(RegisterTargets), Writes: true);
    public static readonly CallSite DeregisterTargets = new(Service.TargetGroups, nameof(DeregisterTargets), Writes: true);
    public static readonly CallSite TargetHealth = new(Service.TargetGroups, "DescribeTargetHealth", Writes: false, Strong: false);

    public static readonly CallSite BatchGetItem = new(Service.DynamoDb, nameof(BatchGetItem), Writes: false);
    public static readonly CallSite BatchWriteItem = new(Service.DynamoDb, nameof(BatchWriteItem), Writes: true);
    public static readonly CallSite DeleteItem = new(Service.DynamoDb, nameof(DeleteItem), Writes: true);
    public static readonly CallSite GetItem = new(Service.DynamoDb, nameof(GetItem), Writes: false);
    public static readonly CallSite PutItem = new(Service.DynamoDb, nameof(PutItem), Writes: true);
    public static readonly CallSite Query = new(Service.DynamoDb, nameof(Query), Writes: false);
    public static readonly CallSite TransactWriteItems = new(Service.DynamoDb, nameof(TransactWriteItems), Writes: true);
    public static readonly CallSite UpdateItem = new(Service.DynamoDb, nameof(UpdateItem), Writes: true);

    public bool Registers => this == RegisterInstances || this == RegisterTargets;

    /// <summary>Changes servers, or who serves.</summary>
    public bool ChangesTheWorld =>
        Registers || this == DeregisterInstances || this == DeregisterTargets || this == RunInstances || this == TerminateInstances;

    public bool ReadsHealth => this == InstanceHealth || this == TargetHealth;

    /// <summary>The same call, answered from any copy unless it asks for a consistent one.</summary>
    public CallSite Consistent(bool? consistent) => this with { Strong = consistent is true };
}
