using System.Globalization;
using System.Net;
using System.Text;
using Kickoff.Core.Fixtures;
using Kickoff.Core.Scaling;
using NodaTime;

namespace Kickoff.MatchDay.Page;

/// <summary>One pool's day as SVG: the plan as a line, servers in service as an area, launched ones above it, fixtures as bands.</summary>
internal sealed class Chart
{
    private const double Width = 720;
    private const double Height = 300;
    private const double Left = 34;
    private const double Right = 8;
    private const double Top = 44;
    private const double Bottom = 24;

    private readonly DayPlan _plan;
    private readonly Pool _pool;
    private readonly bool _isFed;
    private readonly (Instant At, PoolMoment Pool)[] _moments;
    private readonly Instant _from;
    private readonly Instant _until;
    private readonly int _most;

    public Chart(DayPlan plan, Story story, Pool pool)
    {
        (_plan, _pool) = (plan, pool);
        _isFed = story.Source.Count > 0;
        _moments = [.. story.Moments.Select(moment => (moment.At, moment.Pools.Single(one => one.Pool == pool.Name)))];
        (_from, _until) = (_moments[0].At, Instant.Max(_moments[^1].At, _moments[0].At + Duration.FromMinutes(1)));
        _most = Math.Max(4, _moments.Max(moment => Math.Max(moment.Pool.Planned, moment.Pool.Launched)));
    }

    public string Svg()
    {
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""
            <svg viewBox="0 0 {Width:0} {Height:0}" role="img"
              aria-label="{Encode(_pool.Name)}: servers planned, launched and in service over the day">
            """);
        foreach (var (index, together) in SameKickoff.Of(_plan, _pool).Index())
        {
            Band(svg, together, row: index % 2);
        }

        Axes(svg);
        svg.Append(CultureInfo.InvariantCulture, $"""<path class="launched" d="{Steps(moment => moment.Launched, closed: true)}"/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<path class="serving" d="{Steps(moment => moment.InService, closed: true)}"/>""");
        svg.Append(CultureInfo.InvariantCulture, $"""<path class="planned" d="{Planned()}"/>""");
        return svg.Append("</svg>").ToString();
    }

    private void Band(StringBuilder svg, SameKickoff together, int row)
    {
        var over = together.Fixtures.Max(fixture => DemandWindow.Of(fixture, _pool.Capacity)!.End) - _pool.Capacity.StayAfter;
        var (start, end) = (X(together.Kickoff), X(over));
        svg.Append(CultureInfo.InvariantCulture,
            $"""
            <rect class="band" x="{start:0.#}" y="{Top - 26:0.#}" width="{Math.Max(2, end - start):0.#}"
              height="{Height - Bottom - Top + 26:0.#}"><title>{Encode(together.All)}</title></rect>
            """);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"""<text class="fixture" x="{start + 4:0.#}" y="{Top - 30 + (row * 14) + 14:0.#}">{Encode(together.Name)}</text>""");
    }

    private void Axes(StringBuilder svg)
    {
        var step = _most <= 10 ? 2 : _most <= 30 ? 5 : 10;
        for (var servers = 0; servers <= _most; servers += step)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"""
                <line class="grid" x1="{Left:0}" x2="{Width - Right:0}" y1="{Y(servers):0.#}" y2="{Y(servers):0.#}"/>
                <text x="{Left - 6:0}" y="{Y(servers) + 4:0.#}" text-anchor="end">{servers}</text>
                """);
        }

        var hours = (_until - _from).TotalHours;
        var every = hours > 12 ? 3 : hours > 6 ? 2 : 1;
        var zone = DateTimeZoneProviders.Tzdb[_plan.Fixtures[0].Zone];
        for (var hour =
            _from.InZone(zone).LocalDateTime.With(TimeAdjusters.TruncateToHour).PlusHours(
                1).InZoneLeniently(zone).ToInstant(); hour < _until; hour += Duration.FromHours(every))
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"""<text x="{X(hour):0.#}" y="{Height - 6:0}" text-anchor="middle">{Clock.In(hour, zone.Id)}</text>""");
        }
    }

    private string Planned()
    {
        if (_isFed)
        {
            // As it was planned at each moment: what the source says later was not known.
            return Steps(moment => moment.Planned, closed: false);
        }

        var path = new StringBuilder();
        foreach (var (index, step) in _plan.Timeline(_pool).Where(step => step.At < _until).Index())
        {
            path.Append(
                CultureInfo.InvariantCulture, $"{(index == 0 ? 'M' : 'H')}{X(step.At):0.#}{(index == 0 ? ' ' : 'V')}{Y(step.Desired):0.#}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"H{X(_until):0.#}").ToString();
    }

    private string Steps(Func<PoolMoment, int> servers, bool closed)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{X(_from):0.#} {Y(0):0.#}");
        foreach (var (at, pool) in _moments)
        {
            path.Append(CultureInfo.InvariantCulture, $"H{X(at):0.#}V{Y(servers(pool)):0.#}");
        }

        path.Append(CultureInfo.InvariantCulture, $"H{X(_until):0.#}");
        return closed ? path.Append(CultureInfo.InvariantCulture, $"V{Y(0):0.#}Z").ToString() : path.ToString();
    }

    private double X(Instant at) => Left + ((Width - Left - Right) * Math.Clamp((at - _from) / (_until - _from), 0, 1));

    private double Y(int servers) => Height - Bottom - ((Height - Bottom - Top) * servers / _most);

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
