namespace Custodian.Rules;

/// <summary>Hears every person's latest word, and finds for each way through the rules which seats stay open.</summary>
internal sealed class Ballot
{
    private readonly Facts facts;
    private readonly Plan plan;
    private readonly SignOff?[] latest;
    private readonly int today;

    public Ballot(Facts facts, Plan plan)
    {
        this.facts = facts;
        this.plan = plan;
        today = DateOnly.FromDateTime(facts.AsOf.UtcDateTime).DayNumber;
        latest = Latest(facts, plan);
        Ways = plan.Ways.Through(IsAsked);
        Best = FindBest();
    }

    /// <summary>Every way through the rules that are asked; null: too many to follow.</summary>
    public IReadOnlyList<int[]>? Ways { get; }

    /// <summary>The way that leaves the fewest seats open, and how it is filled; null: there is none.</summary>
    public Seating? Best { get; }

    /// <summary>Whether a rule's own terms and conditions are met. What is not known counts as met: it is awaited anyway.</summary>
    public bool IsAsked(SignOffRule rule)
    {
        if (rule is { When: null, From: null, Until: null }) return true;
        return Term.Holds(rule.From, rule.Until, facts.AsOf) && (rule.When is not { } when || Conditions.Hold(when, facts));
    }

    /// <summary>True when each member custodian has a seat of its own on this way.</summary>
    public bool IsOpen(int[] way)
    {
        // Of nobody it is true that each is asked.
        if (!way.Any(row => plan.Rows[row].Rule is SignOffRule.EachCustodian)) return false;

        for (var custodian = 0; custodian < facts.Policy.Custodians.Count; custodian++)
        {
            if (facts.Policy.Custodians[custodian].IsMember(facts.AsOf) && !AsksEach(way, custodian)) return false;
        }

        return true;
    }

    /// <summary>Words that are heard, by person and role, withdrawals left out.</summary>
    public IEnumerable<(Chair Chair, SignOff SignOff)> Words()
    {
        foreach (var chair in plan.Spoken)
        {
            if (Word(chair) is { Decision: not SignOffDecision.Withdraw } word) yield return (chair, word);
        }
    }

    /// <summary>What a person last said in a role; null: nothing, or nobody hears it.</summary>
    public SignOff? Word(Chair chair) => latest[plan.Place(chair)] is { } word && chair.Voice.IsHeard(today) ? word : null;

    /// <summary>True when the person may sit in a row and is in office: what they say would count, as far as it is theirs to say.</summary>
    public bool MaySign(Row row, Chair chair) => chair.Voice.IsHeard(today) && WhyExcluded(row, chair.Voice.Person.Id) is null;

    /// <summary>True when an approval counts in a row.</summary>
    public bool Counts(Row row, Chair chair) =>
        Word(chair) is { Decision: SignOffDecision.Approve } word && WhyVoid(row, chair, word) is null;

    /// <summary>Why an approval fills no seat of a row; null: it may.</summary>
    public string? WhyVoid(Row row, Chair chair, SignOff word)
    {
        if (word.Custodian != chair.Voice.Custodian.Id) return $"it was given for {word.Custodian}";
        if (WhyExcluded(row, chair.Voice.Person.Id) is { } excluded) return excluded;
        if (word.Subject != facts.Subject) return "it names other contents than this commit has";
        if (word.Rules != facts.Policy.Rules) return "the rules have changed since";
        if (word.Gold is not { } gold || !facts.GoldLine.Contains(gold)) return "gold has gone elsewhere since";
        if (row.HasExpired(word, facts.AsOf)) return "it has expired";
        return word.Assurance < row.Rule.MinAssurance ? $"this rule asks for one that is {Wording.Proved(row.Rule.MinAssurance)}" : null;
    }

    /// <summary>Fills one way's seats.</summary>
    public Seating Fill(int[] way, Func<Row, Chair, bool> may)
    {
        var seating = new Seating(plan, way, facts.AsOf);
        seating.Fill(may);
        return seating;
    }

    private string? WhyExcluded(Row row, string person)
    {
        if (row.NotAuthor && (facts.Authors ?? facts.Contributors).Contains(person)) return "who wrote or committed part of a change may not sign it off";
        if (row.NotCommitter && (facts.Committers ?? facts.Contributors).Contains(person)) return "who wrote or committed part of a change may not sign it off";
        return row.NotPusher && facts.Pushers is { } pushers && pushers.Contains(person) ? "who pushed a change may not sign it off" : null;
    }

    private Seating? FindBest()
    {
        Seating? best = null;
        var bestIsOpen = false;
        foreach (var way in Ways ?? [])
        {
            var open = IsOpen(way);
            if (bestIsOpen && !open) continue;

            var seating = Fill(way, Counts);
            if (best is not null && bestIsOpen == open && seating.OpenCount >= best.OpenCount) continue;
            (best, bestIsOpen) = (seating, open);
            if (open && best.OpenCount == 0) break;
        }

        return best;
    }

    private bool AsksEach(int[] way, int custodian)
    {
        foreach (var row in way)
        {
            if (plan.Rows[row].AsksEach(custodian)) return true;
        }

        return false;
    }

    private static SignOff?[] Latest(Facts facts, Plan plan)
    {
        var latest = new SignOff?[plan.People * plan.Roles];
        foreach (var signOff in facts.SignOffs)
        {
            if (signOff.Repository != facts.Repository || signOff.Commit != facts.Commit) continue;
            var place = plan.Place(signOff.Person, signOff.Role);
            if (place >= 0 && (latest[place] is not { } before || before.Seq < signOff.Seq)) latest[place] = signOff;
        }

        return latest;
    }
}
