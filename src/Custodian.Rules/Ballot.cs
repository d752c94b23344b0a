namespace Custodian.Rules;

/// <summary>Hears every person's latest word, and finds for each way through the rules which seats stay open.</summary>
internal sealed class Ballot
{
    private readonly Facts facts;
    private readonly Plan plan;
    private readonly SignOff?[] latest;
    private readonly string?[] stale;
    private readonly NotByFlags[] excluded;
    private readonly int today;
    private readonly bool rejected;

    public Ballot(Facts facts, Plan plan)
    {
        this.facts = facts;
        this.plan = plan;
        today = DateOnly.FromDateTime(facts.AsOf.UtcDateTime).DayNumber;
        latest = Latest(facts, plan, out rejected);
        stale = Stale();
        excluded = Excluded();
        Ways = plan.Ways.Through(IsAsked);
        Best = FindBest();
    }

    /// <summary>Every way through the rules that are asked; null: too many to follow.</summary>
    public Way[]? Ways { get; }

    /// <summary>
    /// The way that leaves the fewest seats open, and how it is filled; null: there is none. Of ways that leave equally few, the first whose seats can
    /// all still be filled, or else the first.
    /// </summary>
    public Seating? Best { get; }

    /// <summary>True when some way asks every member custodian.</summary>
    public bool HasOpenWay { get; private set; }

    /// <summary>Whether a rule's own terms and conditions are met. What is not known counts as met: it is awaited anyway.</summary>
    public bool IsAsked(SignOffRule rule)
    {
        if (rule is { When: null, From: null, Until: null }) return true;
        return Term.Holds(rule.From, rule.Until, facts.AsOf) && (rule.When is not { } when || Conditions.Hold(when, facts));
    }

    /// <summary>Rejections that stop the candidate, by person and role.</summary>
    public IEnumerable<(Chair Chair, SignOff SignOff)> Vetoes() =>
        rejected ? Words().Where(word => word.SignOff.Decision == SignOffDecision.Reject && word.Chair.VetoCounts) : [];

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
    public bool MaySign(Row row, Chair chair) => chair.Voice.IsHeard(today) && (excluded[chair.PersonNumber] & row.NotBy) == 0;

    /// <summary>True when an approval counts in a row.</summary>
    public bool Counts(Row row, Chair chair) =>
        Word(chair) is { Decision: SignOffDecision.Approve } word && WhyVoid(row, chair, word) is null;

    /// <summary>Why an approval fills no seat of a row; null: it may.</summary>
    public string? WhyVoid(Row row, Chair chair, SignOff word)
    {
        if (word.Custodian != chair.Voice.Custodian.Id) return $"it was given for {word.Custodian}";
        if ((excluded[chair.PersonNumber] & row.NotBy) is var why && why != 0)
        {
            return why == NotByFlags.Pusher ? "who pushed a change may not sign it off" : "who wrote or committed part of a change may not sign it off";
        }

        if (stale[plan.Place(chair)] is { } old) return old;
        if (row.HasExpired(word, facts.AsOf)) return "it has expired";
        return word.Assurance < row.Rule.MinAssurance ? $"this rule asks for one that is {Wording.Proved(row.Rule.MinAssurance)}" : null;
    }

    /// <summary>Fills one way's seats.</summary>
    public Seating Fill(Way way, Func<Row, Chair, bool> may)
    {
        var seating = new Seating(plan, way, facts.AsOf);
        seating.Fill(may);
        return seating;
    }

    /// <summary>True when the people who may sign could fill every seat of a way.</summary>
    public bool CanBeFilled(Way way) => Fill(way, MaySign).OpenCount == 0;

    // What voids an approval for every rule alike, asked once for each.
    private string?[] Stale()
    {
        var why = new string?[latest.Length];
        // Nearly everybody signs with the same gold.
        var (asked, known) = ((CommitSha?)null, false);
        for (var place = 0; place < latest.Length; place++)
        {
            if (latest[place] is not { Decision: SignOffDecision.Approve } word) continue;
            why[place] = word.Subject != facts.Subject ? "it names other contents than this commit has"
                : word.Rules != facts.Policy.Rules ? "the rules have changed since"
                : word.Gold is not { } gold || !IsOnLine(gold) ? "gold has gone elsewhere since"
                : !plan.OwnsKey(place, word) ? "it was signed with a key that the policy no longer names"
                : null;
        }

        return why;

        bool IsOnLine(CommitSha gold)
        {
            if (asked != gold) (asked, known) = (gold, facts.GoldLine.Contains(gold));
            return known;
        }
    }

    private NotByFlags[] Excluded()
    {
        var flags = new NotByFlags[plan.People];
        Flag(facts.Authors ?? facts.Contributors, NotByFlags.Author);
        Flag(facts.Committers ?? facts.Contributors, NotByFlags.Committer);
        Flag(facts.Pushers ?? [], NotByFlags.Pusher);
        return flags;

        void Flag(IReadOnlyList<string> people, NotByFlags flag)
        {
            foreach (var person in people)
            {
                if (plan.PersonNumber(person) is var number and >= 0) flags[number] |= flag;
            }
        }
    }

    private Seating? FindBest()
    {
        Seating? best = null;
        foreach (var way in Ways ?? [])
        {
            var open = way.IsOpen(facts.AsOf);
            if (HasOpenWay && !open) continue;

            var seating = Fill(way, Counts);
            if (best is null || open != HasOpenWay || seating.OpenCount < best.OpenCount || (seating.OpenCount == best.OpenCount && !CanBeFilled(best.Way) && CanBeFilled(way)))
            {
                (best, HasOpenWay) = (seating, open);
            }

            if (open && best.OpenCount == 0) break;
        }

        return best;
    }

    private static SignOff?[] Latest(Facts facts, Plan plan, out bool rejected)
    {
        rejected = false;
        var latest = new SignOff?[plan.Places];
        foreach (var signOff in facts.SignOffs)
        {
            if (signOff.Repository != facts.Repository || signOff.Commit != facts.Commit) continue;
            var place = plan.Place(signOff.Person, signOff.Role);
            rejected |= signOff.Decision == SignOffDecision.Reject;
            if (place >= 0 && (latest[place] is not { } before || before.Seq < signOff.Seq)) latest[place] = signOff;
        }

        return latest;
    }
}
