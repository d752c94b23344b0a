using CsCheck;
using Xunit;

namespace Custodian.Rules.Tests;

/// <summary>What holds for every policy and every history. A failure prints the seed that repeats it.</summary>
public class GateProperties
{
    private const int Times = 2_000;

    [Fact]
    public void The_order_of_facts_never_matters() => SayTheSame(Histories.InAnyOrder);

    [Fact]
    public void An_unrelated_fact_changes_nothing() => SayTheSame(Histories.WithSomethingUnrelated);

    [Fact]
    public void A_fact_told_twice_changes_nothing() => SayTheSame(Histories.WithSomethingTwice);

    [Fact]
    public void The_same_facts_give_the_same_verdict_twice() => SayTheSame(Gen.Const);

    [Fact]
    public void Every_hold_and_reject_names_a_reason_and_who_can_act() => Histories.Any.Sample(facts =>
    {
        var verdict = Gate.Decide(facts);
        Assert.Equal(verdict is Verdict.Promote, verdict.Reasons.Count == 0);
        Assert.All(verdict.Reasons, Reasons.AreWhole);
    }, iter: Times, print: Print);

    [Fact]
    public void Who_is_asked_to_sign_off_holds_that_role_in_office() => Histories.Any.Sample(facts =>
    {
        foreach (var actor in Gate.Decide(facts).Reasons.Where(reason => reason.Code == ReasonCode.SignOffMissing).SelectMany(reason => reason.Who))
        {
            Assert.Contains(OracleVoices.Possible(facts), voice => voice.Custodian == actor.Party && voice.Role == actor.Role);
        }
    }, iter: Times, print: Print);

    [Fact]
    public void Vacant_is_said_only_of_what_more_sign_offs_could_not_fill() => Histories.Any.Sample(facts =>
    {
        // Where there is a choice, another way may be further from being filled now, and could be filled.
        if (OracleRules.Ways(facts).Count > 1 || !Gate.Decide(facts).Reasons.Any(reason => reason.Code == ReasonCode.SeatVacant)) return;

        var whole = facts with { Subject = Sample.Contents, GoldLine = Sample.Ready.GoldLine };
        Assert.Null(OracleSeats.Fillers(whole with { SignOffs = [.. OracleVoices.Possible(whole).Select(voice => voice.Said)] }));
    }, iter: Times, print: Print);

    [Fact]
    public void Without_any_one_of_the_facts_that_are_just_enough_gold_does_not_move() => Histories.JustEnough.Sample(facts =>
    {
        Assert.IsType<Verdict.Promote>(Gate.Decide(facts));
        foreach (var run in facts.Checks) Closed(facts with { Checks = [.. facts.Checks.Where(one => one != run)] });
        foreach (var word in facts.Attestations) Closed(facts with { Attestations = [.. facts.Attestations.Where(one => one != word)] });
        foreach (var word in facts.SignOffs) Closed(facts with { SignOffs = [.. facts.SignOffs.Where(one => one != word)] });
        Closed(facts with { Subject = null });
        Closed(facts with { GoldLine = [] });
        Closed(facts with { DescendsFromGold = false });
        Closed(facts with { OnSource = false });
        Closed(facts with { Frozen = "" });
        Closed(facts with { PolicyAdopted = false });
        Closed(facts with { Commit = Sample.Sha('d') });
        Closed(facts with { Repository = "another" });
    }, iter: Times / 4, print: Print);

    [Fact]
    public void No_later_no_is_ever_passed_over() => Histories.JustEnough.Sample(facts =>
    {
        foreach (var word in facts.SignOffs)
        {
            Closed(facts.And(word with { Seq = 1000, Decision = SignOffDecision.Withdraw }));
            Assert.IsType<Verdict.Reject>(Gate.Decide(facts.And(word with { Seq = 1000, Decision = SignOffDecision.Reject, Rules = "rules-0" })));
        }

        foreach (var run in facts.Checks)
        {
            Assert.IsType<Verdict.Reject>(Gate.Decide(facts.And(run with { Seq = 1000, Outcome = CheckOutcome.Failed })));
            Closed(facts.And(run with { Seq = 1000, Outcome = CheckOutcome.Errored }));
        }

        foreach (var word in facts.Attestations)
        {
            Assert.IsType<Verdict.Reject>(Gate.Decide(facts with { Attestations = [.. facts.Attestations, word with { Seq = 1000, Decision = SignOffDecision.Reject }] }));
            Closed(facts with { Attestations = [.. facts.Attestations, word with { Seq = 1000, Decision = SignOffDecision.Withdraw }] });
        }
    }, iter: Times / 4, print: Print);

    private static void Closed(Facts facts) => Assert.IsNotType<Verdict.Promote>(Gate.Decide(facts));

    private static void SayTheSame(Func<Facts, Gen<Facts>> change) =>
        (from facts in Histories.Any
         from changed in change(facts)
         select (facts, changed))
        .Sample(two => Say.Of(Gate.Decide(two.facts)) == Say.Of(Gate.Decide(two.changed)), iter: Times, print: two => Print(two.facts) + Print(two.changed));

    internal static string Print(Facts facts) => System.Text.Json.JsonSerializer.Serialize(facts) + "\n";
}
