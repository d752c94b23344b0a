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

        // The directors' own seats among them: who sits there fills no other.
        var judged = new Judgement(facts with { Policy = facts.Policy with { SignOffs = [new SignOffRule.EachCustodian { Role = Motion.Role }, .. Labelled(facts.Policy)] } });
        if (judged.Ballot.Best is not { } seating) return [new(ReasonCode.PolicyEmpty, facts.Repository, "The policy's rules about labels cannot be met as they are written.", [Actor.Operator])];

        return [.. Enumerable.Range(0, seating.Seats.Length).Where(seat => seating.Filler(seat) is null).Select(seat => OpenSeats.Reason(judged, seating, seat))];
    }

    private static IEnumerable<SignOffRule> Labelled(Policy policy) => policy.SignOffs.Where(rule => RuleTree.All([rule]).Any(part => part.When?.Labels is not null));
}
