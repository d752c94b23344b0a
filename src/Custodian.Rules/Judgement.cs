namespace Custodian.Rules;

/// <summary>Everything that was judged about one candidate: the verdict and its explanation are both read from here, so that they cannot differ.</summary>
internal sealed class Judgement
{
    public Judgement(Facts facts)
    {
        Facts = facts;
        Plan = Plan.Of(facts.Policy);
        Ballot = new(facts, Plan);
        Checks = CheckBench.Judge(facts, Plan);
    }

    public Facts Facts { get; }

    public Plan Plan { get; }

    public Ballot Ballot { get; }

    public CheckStanding[] Checks { get; }
}
