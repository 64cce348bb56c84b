namespace Kickoff.Cloud.Time;

/// <summary>What happened, for people to read; nothing is put into words while nobody listens.</summary>
public interface IStory
{
    void Tell(string who, Func<string> what);
}

public sealed class NobodyListens : IStory
{
    public void Tell(string who, Func<string> what)
    {
    }
}
