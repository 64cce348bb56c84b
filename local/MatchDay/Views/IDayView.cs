namespace Kickoff.MatchDay.Views;

/// <summary>Shows the day while it is played.</summary>
internal interface IDayView
{
    Task<Story> ShowAsync(Func<Action<Moment>, Task<Story>> play);
}
