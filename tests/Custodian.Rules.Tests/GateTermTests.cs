using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>Terms of membership.</summary>
public class GateTermTests
{
    [Theory]
    [InlineData("2026-11-22", null, true)]
    [InlineData("2026-11-23", null, false)]
    [InlineData(null, "2026-11-22", true)]
    [InlineData(null, "2026-11-21", false)]
    public void A_custodian_has_seats_while_it_is_a_member(string? from, string? until, bool member)
    {
        var facts = Ready.Without("sthk-director").Custodian("sthk", sthk => sthk with { From = Day(from), Until = Day(until) });

        if (member) Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts);
        else Expect.Promotes(facts);
    }

    [Fact]
    public void The_people_of_a_custodian_that_left_have_no_voice()
    {
        var left = new DateOnly(2026, 11, 21);

        Expect.Promotes(Ready.And(SignOff("sthk-director", decision: SignOffDecision.Reject)).Custodian("sthk", sthk => sthk with { Until = left }));
        Expect.HeldFor(ReasonCode.SeatVacant, SafetyOfficer, Ready
            .People("taunton", Person("taunton-director", Director)).Without("taunton-cso")
            .People("sthk", Person("sthk-cso", SafetyOfficer)).And(SignOff("sthk-cso", SafetyOfficer))
            .Custodian("sthk", sthk => sthk with { Until = left }));
    }

    [Fact]
    public void Fewer_than_two_members_promote_nothing_however_many_are_named()
    {
        var left = new DateOnly(2026, 11, 21);

        Expect.HeldFor(ReasonCode.PolicyEmpty, Repository, Ready.Custodian("sthk", sthk => sthk with { Until = left }).Custodian("blackpool", blackpool => blackpool with { From = Later }));
    }

    [Fact]
    public void A_persons_office_lies_within_their_custodians_membership()
    {
        var person = Person("sthk-director", Director) with { From = new(2026, 1, 1), Until = new(2026, 12, 31) };

        Expect.Promotes(Ready.People("sthk", person).Custodian("sthk", sthk => sthk with { From = new(2025, 1, 1), Until = new(2027, 1, 1) }));
        Expect.HeldFor(ReasonCode.SeatVacant, "sthk", Ready.People("sthk", person with { From = Later }).Custodian("sthk", sthk => sthk with { From = new(2025, 1, 1) }));
        Expect.HeldFor(ReasonCode.SeatVacant, "sthk", Ready.People("sthk", person with { Until = new(2026, 11, 21) }).Custodian("sthk", sthk => sthk with { Until = new(2027, 1, 1) }));
    }

    [Fact]
    public void Days_are_days_in_UTC_wherever_the_clock_stands()
    {
        var facts = Ready.Custodian("sthk", sthk => sthk with { Until = new(2026, 11, 22) }).Without("sthk-director");

        Expect.HeldFor(ReasonCode.SignOffMissing, "sthk", facts with { AsOf = new(2026, 11, 23, 0, 59, 0, TimeSpan.FromHours(1)) });
        Expect.Promotes(facts with { AsOf = new(2026, 11, 22, 23, 0, 0, TimeSpan.FromHours(-1)) });
    }

    private static readonly DateOnly Later = new(2026, 11, 23);

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text);
}
