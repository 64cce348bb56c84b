using FsCheck;
using FsCheck.Fluent;
using Kickoff.Core.Registration;
using NodaTime;

namespace Kickoff.Core.Tests.Registration;

public sealed class MembershipTransitionsTests
{
    private static readonly Instant Now = Instant.FromUtc(2012, 6, 28, 18, 0);
    private static readonly Instant Boot = Now - Duration.FromHours(1);
    private static readonly MembershipKey Key = new(Given.Id(1), new ClassicLoadBalancer("web"));

    /// <summary>
    /// The state table of docs/registration.md, within one boot: what a wish finds, and the wanted, state and epoch that follow; null:
    /// nothing.
    /// </summary>
    [Theory]
    [InlineData("in registered mapped", "in mapped", null)]
    [InlineData("in registered mapped", "in undrained", null)]
    [InlineData("in registered mapped", "in mapped repair", "in registering mapped 6")]
    [InlineData("in registering mapped", "in mapped", null)]
    [InlineData("in registering mapped expired", "in mapped", "in registering mapped 5 look")]
    [InlineData("in registering mapped released", "in mapped", "in registering mapped 5 look")]
    [InlineData("in registering mapped", "in mapped repair", null)]
    [InlineData("in registered mapped", "out drained", "out deregistering drained 6")]
    [InlineData("in registered mapped", "out stopped", "out deregistering stopped 6")]
    [InlineData("in registered mapped", "out unmapped", "out deregistering unmapped 6")]
    [InlineData("in registering mapped", "out drained", "out deregistering drained 6")]
    [InlineData("out deregistered drained", "in mapped", null)]
    [InlineData("out deregistering drained", "in mapped", null)]
    [InlineData("out deregistering drained expired", "in mapped", null)]
    [InlineData("out deregistered drained", "in undrained", "in registering undrained 6")]
    [InlineData("out deregistering drained", "in undrained", "in registering undrained 6")]
    [InlineData("out deregistered drained", "in undrained repair", "in registering undrained 6")]
    [InlineData("out deregistered stopped", "in mapped", null)]
    [InlineData("out deregistered stopped", "in undrained", null)]
    [InlineData("out deregistered stopped", "in undrained repair", "in registering undrained 6")]
    [InlineData("out deregistered unmapped", "in mapped", "in registering mapped 6")]
    [InlineData("out deregistered drained", "out drained", null)]
    [InlineData("out deregistered drained", "out unmapped", null)]
    [InlineData("out deregistered drained", "out stopped", "out deregistered stopped 5 noted")]
    [InlineData("out deregistered unmapped", "out drained", "out deregistered drained 5 noted")]
    [InlineData("out deregistered stopped", "out stopped repair", "out deregistering stopped 6")]
    [InlineData("in registered mapped", "out ended", "out deregistered ended 6 noted")]
    [InlineData("in registering mapped", "out ended", "out deregistered ended 6 noted")]
    [InlineData("out deregistering drained", "out ended", "out deregistered ended 6 noted")]
    [InlineData("out deregistered ended", "out ended", null)]
    [InlineData("out deregistered ended", "out ended repair", "out deregistering ended 6")]
    [InlineData("out deregistered ended", "out stopped", null)]
    [InlineData("out deregistered ended", "in mapped", null)]
    [InlineData("out deregistered drained", "out drained repair", "out deregistering drained 6")]
    [InlineData("out deregistering drained", "out drained", null)]
    [InlineData("out deregistering drained expired", "out drained", "out deregistering drained 5 look")]
    [InlineData("out deregistering unmapped", "out drained", "out deregistering drained 6")]
    public void Within_one_boot(string current, string wish, string? next) =>
        Assert.Equal(next, Show(MembershipTransitions.Next(Item(current), Wish(wish), "me", Now)));

    [Theory]
    [InlineData("in mapped", "in registering mapped 1")]
    [InlineData("out drained", "out deregistering drained 1")]
    [InlineData("out stopped", "out deregistered stopped 1 noted")]
    [InlineData("out ended", "out deregistered ended 1 noted")]
    [InlineData("out unmapped", null)]
    public void Without_an_item(string wish, string? next) =>
        Assert.Equal(next, Show(MembershipTransitions.Next(null, Wish(wish), "me", Now)));

    [Theory]
    [InlineData("out deregistered drained", "in mapped", "in registering mapped 6")]
    [InlineData("out deregistered stopped", "in mapped", "in registering mapped 6")]
    [InlineData("in registered mapped", "in mapped", "in registering mapped 6")]
    [InlineData("in registering mapped", "in mapped", "in registering mapped 6")]
    [InlineData("in registered mapped", "out stopped", "out deregistering stopped 6")]
    public void A_later_boot_starts_afresh(string current, string wish, string next) =>
        Assert.Equal(
            next, Show(MembershipTransitions.Next(Item(current) with { Boot = Boot - Duration.FromHours(2) }, Wish(wish), "me", Now)));

    [Theory]
    [InlineData("in registered mapped", "out stopped")]
    [InlineData("out deregistered stopped", "in mapped")]
    [InlineData("in registering mapped expired", "in mapped")]
    [InlineData("in registered mapped", "out drained")]
    public void An_earlier_boot_is_ignored(string current, string wish) =>
        Assert.IsType<Step.LeftAlone>(
            MembershipTransitions.Next(Item(current) with { Boot = Boot + Duration.FromHours(2) }, Wish(wish), "me", Now));

    [Fact]
    public void A_claim_is_its_owners_until_its_lease_has_run_out_and_not_a_moment_longer()
    {
        var claimed = Assert.IsType<Step.Claim>(MembershipTransitions.Next(null, Wish("in mapped"), "me", Now)).Next;

        Assert.Equal(("me", Now + Duration.FromSeconds(35)), (claimed.Owner, claimed.LeaseUntil!.Value));
        Assert.IsType<Step.HeldByAnother>(
            MembershipTransitions.Next(claimed, Wish("in mapped"), "you", Now + Duration.FromSeconds(35) - Duration.Epsilon));
        Assert.IsType<Step.Claim>(MembershipTransitions.Next(claimed, Wish("in mapped"), "you", Now + Duration.FromSeconds(35)));
    }

    [Theory]
    [InlineData("in registering mapped", MembershipState.Registered)]
    [InlineData("out deregistering drained", MembershipState.Deregistered)]
    public void Completing_settles_and_frees(string claimed, MembershipState state)
    {
        var completed = MembershipTransitions.Complete(Item(claimed), Now);

        Assert.Equal((state, null, null, 5L), (completed.State, completed.Owner, completed.LeaseUntil, completed.Epoch));
    }

    [Fact]
    public void Undoing_takes_it_from_whoever_holds_it()
    {
        Assert.Equal("out deregistering drained 6 look", Show(MembershipTransitions.Undo(Item("out deregistering drained"), "me", Now)));
        Assert.Equal("in registering undrained 6 look", Show(MembershipTransitions.Undo(Item("in registered undrained"), "me", Now)));
    }

    /// <summary>Whatever is wished in whatever order, by however many, at whatever time.</summary>
    [Fact]
    public void Laws()
    {
        var wishes = Gen.Elements("in mapped", "in undrained", "out unmapped", "out drained", "out stopped", "out ended").Zip(
            Gen.Choose(0, 2)).Zip(Gen.Choose(0, 40)).ListOf();
        Prop.ForAll(wishes.ToArbitrary(), list =>
        {
            Membership? item = null;
            var now = Now;
            foreach (var ((text, boot), seconds) in list)
            {
                now += Duration.FromSeconds(seconds);
                var wish = Wish(text) with { Boot = Boot + Duration.FromHours(boot) };
                var step = MembershipTransitions.Next(item, wish, "me", now);
                if (((step as Step.Claim)?.Next ?? (step as Step.Note)?.Next) is not { } next)
                {
                    continue;
                }

                if (step is Step.Claim)
                {
                    Assert.Equal(next.State, next.Wanted == Wanted.In ? MembershipState.Registering : MembershipState.Deregistering);
                    Assert.True(next.LeaseUntil == now + MembershipTransitions.Lease && next.Owner == "me");
                }
                else
                {
                    Assert.True(next is { Wanted: Wanted.Out, State: MembershipState.Deregistered, Owner: null, LeaseUntil: null });
                }

                if (item is not null)
                {
                    Assert.True(next.Boot >= item.Boot, "A boot never goes back.");
                    Assert.True(
                        next.Epoch > item.Epoch || (next.Epoch == item.Epoch && next.Wanted == item.Wanted && next.Boot == item.Boot),
                        "What is wanted changes with the epoch only.");
                    Assert.False(
                        next.Boot == item.Boot
                            && item.Because == Cause.Drained
                            && next is { Wanted: Wanted.In, Because: not Cause.Undrained },
                        "Only an undrain ends a drain.");
                    Assert.False(
                        next.Boot == item.Boot && item.Because is Cause.Stopped or Cause.Ended && next.Wanted == Wanted.In,
                        "A stopped boot stays out.");
                }

                item = step is Step.Claim && seconds % 2 == 0 ? MembershipTransitions.Complete(next, now) : next;
            }

            return true;
        }).QuickCheckThrowOnFailure();
    }

    private static Wish Wish(string text)
    {
        var words = text.Split(' ');
        return new(Key, Boot, Enum.Parse<Wanted>(words[0], true), Enum.Parse<Cause>(words[1], true)) { Repair = words.Contains("repair") };
    }

    private static Membership Item(string text)
    {
        var words = text.Split(' ');
        var free = words.Contains("registered") || words.Contains("deregistered") || words.Contains("released");
        return new Membership
        {
            Key = Key,
            Boot = Boot,
            Epoch = 5,
            Wanted = Enum.Parse<Wanted>(words[0], true),
            State = Enum.Parse<MembershipState>(words[1], true),
            Because = Enum.Parse<Cause>(words[2], true),
            Owner = free ? null : "you",
            LeaseUntil = free ? null : words.Contains("expired") ? Now : Now + Duration.FromSeconds(1),
            At = Now - Duration.FromMinutes(10),
            Revision = 9,
        };
    }

    private static string? Show(Step step) => step switch
    {
        Step.Claim claim => Show(claim.Next) + (claim.LookFirst ? " look" : ""),
        Step.Note note => Show(note.Next) + " noted",
        _ => null,
    };

    private static string Show(Membership next) =>
        FormattableString.Invariant($"{next.Wanted} {next.State} {next.Because} {next.Epoch}").ToLowerInvariant();
}
