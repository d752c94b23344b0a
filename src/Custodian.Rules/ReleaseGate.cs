namespace Custodian.Rules;

/// <summary>Judges what a release's labels ask for, beside the director of every custodian that every release asks for (<see cref="Motion"/>).</summary>
public static class ReleaseGate
{
    /// <summary>Every label that some rule asks for, each once, in order.</summary>
    public static IReadOnlyList<string> Labels(Policy policy) =>
        [.. RuleTree.All(policy.SignOffs).SelectMany(rule => rule.When?.Labels ?? []).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Every role in which a release may be voted on.</summary>
    public static IReadOnlyList<string> RolesAsked(Policy policy) => [.. RuleTree.Leaves(Labelled(policy)).Select(rule => rule.Role).Prepend(Motion.Role).Distinct()];

    /// <summary>What is still awaited.</summary>
    /// <param name="facts">Of the release: its labels; as subject what is voted on; as sign-offs the votes on it, in every role.</param>
    /// <returns>Empty: nothing. Also where the release carries no label that a rule asks for.</returns>
    public static IReadOnlyList<Reason> Awaited(Facts facts)
    {
        if (!Labelled(facts.Policy).Any() || facts.Labels.Count == 0) return [];

        var judged = Judge(facts);
        if (judged.Ballot.Best is not { } seating) return [new(ReasonCode.PolicyEmpty, facts.Repository, "The policy's rules about labels cannot be met as they are written.", [Actor.Operator])];

        return
        [
            .. Rejections(judged, seating),
            .. Enumerable.Range(0, seating.Seats.Length).Where(seat => seating.Filler(seat) is null).Select(seat => OpenSeats.Reason(judged, seating, seat)),
        ];
    }

    /// <summary>The judgement behind <see cref="Awaited"/>: of the directors' rule, and then of each labelled one in its order.</summary>
    internal static Judgement Judge(Facts facts)
    {
        // The directors' own seats among them: who sits there fills no other, but where a label asks for directors, too. They vote on what they wrote as well.
        var directors = new SignOffRule.EachCustodian { Role = Motion.Role, NotBy = [NotBy.AnotherSeat] };
        return new(facts with { Policy = facts.Policy with { SignOffs = [directors, .. Labelled(facts.Policy).Select(rule => Beside(rule, facts))] } });
    }

    // Directors' own are counted with their custodian's vote.
    private static IEnumerable<Reason> Rejections(Judgement judged, Seating seating) =>
        from veto in judged.Ballot.Vetoes()
        where veto.Chair.Role != Motion.Role && seating.Seats.Any(seat => seat.Row.Rule.Role == veto.Chair.Role)
        let person = veto.Chair.Voice.Person.Id
        select new Reason(ReasonCode.Vetoed, person, $"{person} rejected this release as {veto.Chair.Role}, and has not withdrawn that.", [veto.Chair.Actor]);

    internal static IEnumerable<SignOffRule> Labelled(Policy policy) => policy.SignOffs.Where(rule => RuleTree.All([rule]).Any(part => part.When?.Labels is not null));

    /// <summary>Each seat-bearing rule of <see cref="Judge"/> after the first, with the one of the policy that it stands for.</summary>
    internal static IEnumerable<(SignOffRule.Asking Asked, SignOffRule.Asking Written)> Written(Judgement judged, Facts facts) =>
        RuleTree.Leaves(judged.Facts.Policy.SignOffs.Skip(1)).Zip(RuleTree.Leaves(Labelled(facts.Policy)).SelectMany(rule => RuleTree.Leaves([Beside(rule, facts)]).Select(_ => rule)));

    // What directors are asked as such their own vote on the release may answer, one of each custodian's. Whoever else sits there sits nowhere else.
    private static SignOffRule Beside(SignOffRule rule, Facts facts) => rule switch
    {
        SignOffRule.AllOf and => and with { Parts = [.. and.Parts.Select(part => Beside(part, facts))] },
        SignOffRule.OneOf or => or with { Parts = [.. or.Parts.Select(part => Beside(part, facts))] },
        SignOffRule.Asking { Role: Motion.Role } asking when asking.Excluded(facts.Policy.AuthorMaySign) is var excluded && excluded.Contains(NotBy.AnotherSeat) =>
            Further(asking, facts) is { } further
                ? new SignOffRule.AllOf { Parts = [Shared(asking, excluded), further], When = asking.When, From = asking.From, Until = asking.Until }
                : Shared(asking, excluded),
        _ => rule,
    };

    private static SignOffRule.Asking Shared(SignOffRule.Asking asking, IReadOnlyList<NotBy> excluded) => asking with { NotBy = [.. excluded.Where(one => one != NotBy.AnotherSeat)] };

    private static SignOffRule.Asking? Further(SignOffRule.Asking asking, Facts facts) => asking switch
    {
        SignOffRule.EachCustodian { Count: > 1 } each => each with { Count = each.Count - 1 },
        SignOffRule.Any any when any.Count - Members(any.Of, facts) is > 0 and var more => any with { Count = more },
        _ => null,
    };

    private static int Members(IReadOnlyList<string>? of, Facts facts) =>
        facts.Policy.Custodians.Count(custodian => custodian.IsMember(facts.AsOf) && of?.Contains(custodian.Id) != false);
}
