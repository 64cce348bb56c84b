namespace Kickoff.Contracts;

/// <summary>What every call throws while it is set, and nothing else.</summary>
public sealed class StoryFault : IDisposable
{
    private Exception? _thrown;

    public StoryFault Throwing(Exception thrown)
    {
        _thrown = thrown;
        return this;
    }

    public void Strike()
    {
        if (_thrown is not null)
        {
            throw _thrown;
        }
    }

    public void Dispose() => _thrown = null;
}
