namespace Kickoff.Local.Lambda;

/// <summary>One function as its deployment would describe it.</summary>
public sealed record LambdaOptions
{
    public required string Name { get; init; }

    /// <summary>The bootstrap, or what runs it: a program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>LAMBDA_TASK_ROOT, and the working directory: what the deployment package holds, configuration included.</summary>
    public required string TaskRoot { get; init; }

    /// <summary>The function's own variables.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Lambda gives a function 10 s to start; a busy machine under test is given more.</summary>
    public TimeSpan InitTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Told to the function, not enforced.</summary>
    public int MemorySize { get; init; } = 512;

    /// <summary>Sandboxes at most; further invocations wait for one.</summary>
    public int Concurrency { get; init; } = 10;

    /// <summary>Of asynchronous invocations, after the first attempt; Lambda's default is 2.</summary>
    public int MaximumRetryAttempts { get; init; } = 2;

    /// <summary>Between asynchronous attempts; Lambda waits a minute and then two.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    public string Region { get; init; } = "eu-west-1";

    public string AccountId { get; init; } = Emulator.Moto.AccountId;

    /// <summary>The emulator's proxy; null for a function that calls nothing.</summary>
    public Uri? Aws { get; init; }

    /// <summary>Where the sandboxes' output is kept, a file each.</summary>
    public required string LogDirectory { get; init; }

    /// <summary>The access key its calls are signed with, by which the emulator's call log tells functions apart.</summary>
    public string AccessKey => $"AKIA{Name.ToUpperInvariant()}";

    public string Arn => $"arn:aws:lambda:{Region}:{AccountId}:function:{Name}";
}
