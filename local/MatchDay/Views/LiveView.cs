using System.Globalization;
using Spectre.Console;

namespace Kickoff.MatchDay.Views;

/// <summary>One picture that is drawn again at every tick, for terminals.</summary>
internal sealed class LiveView(DayPlan plan, IAnsiConsole console) : IDayView
{
    private const int Bar = 40;

    public async Task<Story> ShowAsync(Func<Action<Moment>, Task<Story>> play)
    {
        Story? story = null;
        await console.Live(new Text("")).AutoClear(false).StartAsync(async live =>
        {
            story = await play(moment =>
            {
                live.UpdateTarget(Draw(moment));
                live.Refresh();
            });
        });
        return story!;
    }

    private Rows Draw(Moment moment)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("pool")
            .AddColumn(new TableColumn("planned").RightAligned()).AddColumn(new TableColumn("launched").RightAligned())
            .AddColumn(new TableColumn("in service").RightAligned()).AddColumn(new TableColumn("draining").RightAligned()).AddColumn("");
        foreach (var pool in moment.Pools)
        {
            table.AddRow(
                new Text(pool.Pool), Number(pool.Planned), Number(pool.Launched),
                new Text(Digits(pool.InService), new Style(pool.InService >= pool.Planned ? Color.Green : Color.Yellow)),
                Number(pool.Draining), Bars(pool));
        }

        return new Rows(
            new Markup($"[bold]{plan.Day:uuuu-MM-dd} {Clock.Utc(moment.At)}[/]  {Markup.Escape(NextKickoff.Text(moment.Plan, moment.At))}"),
            table);
    }

    private Markup Bars(PoolMoment pool)
    {
        var most = Math.Max(plan.Pools.Single(one => one.Name == pool.Pool).Capacity.Maximum, 1);
        int Width(int servers) => Math.Min(Bar, (servers * Bar + most - 1) / most);
        var (serving, draining) = (Width(pool.InService), Width(pool.Draining));
        var booting = Math.Max(0, Width(pool.Launched) - serving - draining);
        return new Markup($"[green]{new string('█', serving)}[/][yellow]{new string('▒', booting)}[/][blue]{new string('░', draining)}[/]");
    }

    private static Text Number(int number) => new(Digits(number));

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
