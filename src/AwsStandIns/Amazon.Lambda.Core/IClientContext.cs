namespace Amazon.Lambda.Core;

/// <summary>What AWS's mobile SDK tells of the application that calls; a context of another package may have it.</summary>
public interface IClientContext
{
    IDictionary<string, string> Environment { get; }

    IClientApplication Client { get; }

    IDictionary<string, string> Custom { get; }
}
