using CsCheck;
using Xunit;

namespace Custodian.Rules.Tests;

/// <summary>What holds for the tree and the fewest acts of every history.</summary>
public class ExplanationProperties
{
    [Fact]
    public void An_explanation_has_the_gates_verdict_and_tells_every_reason_of_it() => Histories.Any.Sample(facts =>
    {
        var told = Gate.Explain(facts);

        Assert.Equal(Say.Of(Gate.Decide(facts)), Say.Of(told.Verdict));
        Assert.Equal(told.Verdict is Verdict.Promote, told.Parts.All(part => part.State is not (RuleState.Awaited or RuleState.Against)));
        Assert.Equal(told.Verdict is Verdict.Reject, ExplanationTests.All(told.Parts).Any(part => part.State == RuleState.Against));
        Assert.All(told.Verdict.Reasons, reason => Assert.Contains(ExplanationTests.All(told.Parts).SelectMany(part => part.Reasons), one => one.Code == reason.Code && one.Text == reason.Text));
    }, iter: 1_000, print: GateProperties.Print);

    [Fact]
    public void Doing_all_of_it_leads_to_promotion_whoever_of_those_named_does_each() => Histories.LackingSignOffs.Sample(facts =>
    {
        var told = Gate.Explain(facts).Unblock;
        if (told.Impossible.Count > 0) return;

        Assert.Empty(told.Waits);
        Assert.NotEmpty(told.Acts);
        for (var act = 0; act < told.Acts.Count; act++)
        {
            foreach (var person in told.Acts[act].Who)
            {
                var done = facts;
                for (var other = 0; other < told.Acts.Count; other++) done = Do(done, told.Acts[other].What, other == act ? person : told.Acts[other].Who[0], 2000 + other);
                Expect.Promotes(done);
            }

            // And without one of them it does not.
            var without = facts;
            for (var other = 0; other < told.Acts.Count; other++)
            {
                if (other != act) without = Do(without, told.Acts[other].What, told.Acts[other].Who[0], 2000 + other);
            }

            Assert.IsNotType<Verdict.Promote>(Gate.Decide(without));
        }
    }, iter: 300, print: GateProperties.Print);

    [Fact]
    public void A_freeze_is_told_to_be_lifted_with_the_fewest_votes() => FrozenByVotes.Sample(facts =>
    {
        var votes = facts.LiftVotes!;
        var told = Gate.Explain(facts).Unblock;
        List<Act> acts = [.. told.Acts.Where(act => act.What.StartsWith("lift", StringComparison.Ordinal))];

        MotionVote By(string person, int number) =>
            new(2000 + number, person, facts.Policy.Custodians.First(custodian => custodian.People.Any(one => one.Id == person)).Id, SignOffDecision.Approve);
        Assert.Equal(OracleActs.FewestVotes(facts, votes), acts.Count);
        Assert.Equal(acts.Count == 0, told.Waits.Contains("The directors' votes are counted."));
        for (var act = 0; act < acts.Count; act++)
        {
            Assert.All(acts[act].Who, person => Assert.True(OracleActs.IsCarried(facts, [.. votes, .. acts.Select((other, number) => By(number == act ? person : other.Who[0], number))])));
            Assert.False(OracleActs.IsCarried(facts, [.. votes, .. acts.Select((other, number) => By(other.Who[0], number)).Where((_, number) => number != act)]));
        }
    }, iter: 300, print: GateProperties.Print);

    private static readonly Gen<Facts> FrozenByVotes =
        from facts in Histories.LackingSignOffs
        where OracleActs.FewestVotes(facts, []) is not null
        from votes in Draw.Gen(draw => facts.Policy.Custodians.SelectMany(custodian => custodian.People.Where(_ => draw.Rarely(2)), (custodian, person) =>
            new MotionVote(draw.One(1, 2, 3), person.Id, custodian.Id, draw.One(SignOffDecision.Approve, SignOffDecision.Approve, SignOffDecision.Reject, SignOffDecision.Withdraw))).ToList())
        // What makes it impossible hides every act.
        where Gate.Explain(facts).Unblock.Impossible.Count == 0
        select facts with { Frozen = "somebody else moved gold.", LiftVotes = votes };

    [Fact]
    public void If_all_sign_who_still_can_give_what_is_missing_a_seat_is_filled() => Histories.LackingSignOffs.Sample(facts =>
    {
        // Where there is a choice, another way may be nearer.
        if (OracleRules.Ways(facts).Count > 1) return;

        foreach (var part in Gate.Explain(facts).Parts.Where(part => part.StillCan.Count > 0))
        {
            var signed = OracleVoices.Possible(facts).Where(voice => part.StillCan.Contains(voice.Person)).Select((voice, index) => voice.Said with { Seq = 2000 + index });
            Assert.True(OracleSeats.Open(facts with { SignOffs = [.. facts.SignOffs, .. signed] }) < OracleSeats.Open(facts));
        }
    }, iter: 200, print: GateProperties.Print);

    private static Facts Do(Facts facts, string what, string person, long seq)
    {
        var words = what.Split(' ');
        var role = words[Array.LastIndexOf(words, "as") + 1];
        var decision = what.StartsWith("take back", StringComparison.Ordinal) ? SignOffDecision.Withdraw : SignOffDecision.Approve;
        var voice = OracleVoices.Possible(facts).First(voice => voice.Person == person && voice.Role == role);
        return facts.And(voice.Said with { Seq = seq, Decision = decision });
    }
}
