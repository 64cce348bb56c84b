using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Kickoff.Core.Fixtures;
using NodaTime;
using static Kickoff.Contracts.Ledger.Adapters;

namespace Kickoff.Contracts.Ledger;

/// <summary>The fixtures table as Kickoff.Aws reads and writes it.</summary>
[Collection(TellsStories.Name)]
public sealed class FixtureStories(Oracles oracles)
{
    private static readonly LocalDate Day = new(2012, 6, 28);

    [Theory, MotoItself]
    public async Task A_fixture_comes_back_as_it_was_put(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var known = Fixture(1, Day);
        var unknown = Fixture(2, Day) with { Kickoff = null, Knockout = false, Status = FixtureStatus.Postponed };
        await stage.FixturesOf().PutAsync([known, unknown], null, default);

        var found = await stage.FixturesOf().OnDaysAsync(Day, Day, default);
        var key = new Dictionary<string, AttributeValue> { ["competition"] = new("Euro"), ["id"] = new("001") };
        var stored = await stage.Calls.GetItemAsync(new GetItemRequest { TableName = stage.Fixtures, Key = key }, default);
        Assert.Equal([known, unknown], found.OrderBy(fixture => fixture.Key.Id, StringComparer.Ordinal));
        Assert.Equal(
            $"away=Italy competition=Euro day=2012-06-28 home=Germany id=001 importedAt={Words.Time(Now)} kickoff={Words.Time(Now)} "
            + "knockout=#1 round=Semi-final source=openfootball status=Timed zone=Europe/Warsaw",
            Words.Of(stored.Item));
    }

    [Theory, MotoItself]
    public async Task The_days_asked_for_are_read_both_ends_and_no_other(Told told)
    {
        var stage = await oracles.StageAsync(told);
        Fixture[] fixtures = [.. Enumerable.Range(0, 5).Select(number => Fixture(number, Day.PlusDays(number)))];
        await stage.FixturesOf().PutAsync(fixtures, null, default);

        var found = await stage.FixturesOf().OnDaysAsync(Day.PlusDays(1), Day.PlusDays(3), default);

        Assert.Equal([1, 2, 3], found.Select(fixture => fixture.Day.DayOfYear - Day.DayOfYear).Order());
    }

    [Theory, MotoItself]
    public async Task Twenty_six_fixtures_are_two_batches_and_those_removed_are_gone(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var sizes = new List<int>();
        var fixtures = stage.FixturesOf(new BetweenCalls(stage.Calls, Count));
        await fixtures.PutAsync([.. Enumerable.Range(0, 25).Select(number => Fixture(number, Day))], null, default);
        await fixtures.PutAsync([.. Enumerable.Range(0, 26).Select(number => Fixture(number, Day))], null, default);
        Assert.Equal([1, 25, 25], sizes.Order());

        await fixtures.RemoveAsync([.. Enumerable.Range(1, 25).Select(number => Fixture(number, Day).Key)], default);

        Assert.Equal("000", Assert.Single(await fixtures.OfCompetitionAsync("Euro", default)).Key.Id);

        void Count(AmazonWebServiceRequest request)
        {
            if (request is BatchWriteItemRequest batch)
            {
                lock (sizes)
                {
                    sizes.Add(batch.RequestItems[stage.Fixtures].Count);
                }
            }
        }
    }

    [Theory, MotoItself]
    public async Task Only_the_competition_asked_for_is_read(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var other = Fixture(1, Day) with { Key = new FixtureKey("World Cup", "001") };
        await stage.FixturesOf().PutAsync([Fixture(1, Day), other], null, default);

        Assert.Equal(other, Assert.Single(await stage.FixturesOf().OfCompetitionAsync("World Cup", default)));
    }

    [Theory, MotoItself]
    public async Task A_competition_of_more_than_a_page_is_read_whole(Told told)
    {
        var stage = await oracles.StageAsync(told);
        var round = new string('x', 300_000);
        Fixture[] fixtures = [.. Enumerable.Range(0, 4).Select(number => Fixture(number, Day) with { Round = round })];
        await stage.FixturesOf().PutAsync(fixtures, null, default);

        Assert.Equal(4, (await stage.FixturesOf().OfCompetitionAsync("Euro", default)).Length);
        Assert.Equal(4, (await stage.FixturesOf().OnDaysAsync(Day, Day, default)).Length);
    }

    private static Fixture Fixture(int number, LocalDate day) => new()
    {
        Key = new FixtureKey("Euro", $"{number:000}"),
        Day = day,
        Round = "Semi-final",
        Home = "Germany",
        Away = "Italy",
        Kickoff = Now,
        Zone = "Europe/Warsaw",
        Status = FixtureStatus.Timed,
        Knockout = true,
        Source = "openfootball",
        ImportedAt = Now,
    };
}
