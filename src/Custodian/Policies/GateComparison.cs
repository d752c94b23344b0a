using System.Text.Json.Nodes;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Tells what differs between two versions of a gate.</summary>
internal sealed class GateComparison(PolicyChanges changes, string label, GateDefinition old, GateDefinition now)
{
    public void Compare()
    {
        if (Same(old, now)) return;

        var before = changes.Count;
        PolicyChanges.Sets(old.Advisory, now.Advisory, lost => changes.Other($"{label}: check {lost} is no longer advisory"), gained => changes.Weaker($"{label}: check {gained} is only advisory"));
        Deferrals();
        if (old.AuthorMaySign != now.AuthorMaySign) changes.Add(now.AuthorMaySign, $"{label}: authors may {(now.AuthorMaySign ? "" : "no longer ")}sign");
        if (old.Soak != now.Soak) changes.Add(now.Soak < old.Soak, $"{label}: the soak is {Quantity.Show(now.Soak)}, and was {Quantity.Show(old.Soak)}");
        if (old.SignOffsExpire != now.SignOffsExpire) changes.Add(Longer(old.SignOffsExpire, now.SignOffsExpire), $"{label}: sign-offs stay good {Show(now.SignOffsExpire)}, and did {Show(old.SignOffsExpire)}");
        Veto();
        Windows();
        if (!old.Generated.ToHashSet().SetEquals(now.Generated))
        {
            var matters = now.Generated.Except(old.Generated).Any() && RuleTree.All(now.SignOffs).Any(rule => rule.When?.IgnoreGenerated == true);
            changes.Add(matters, $"{label}: other code counts as generated");
        }

        Rules(old.SignOffs, now.SignOffs, choices: false);
        if (!Same(old with { Escalate = now.Escalate }, old)) changes.Other($"{label} tells others, or at another age, of what stands too long");
        // Which checks a repository requires is told of the repository.
        if (changes.Count == before && !Same(old with { Checks = now.Checks, Name = now.Name }, now)) changes.Other($"{label} says something else, or in another order");
    }

    private void Deferrals()
    {
        foreach (var (check, time) in now.Defer)
        {
            if (!old.Defer.TryGetValue(check, out var before)) changes.Weaker($"{label}: check {check} may come {Quantity.Show(time)} later");
            else if (before != time) changes.Add(time > before, $"{label}: check {check} may come {Quantity.Show(time)} later, and could {Quantity.Show(before)}");
        }

        foreach (var check in old.Defer.Keys.Except(now.Defer.Keys)) changes.Other($"{label}: check {check} may no longer come later");
    }

    private void Veto()
    {
        if (now.Veto is null && old.Veto is not null) changes.Other($"{label}: a rejection in any role is a veto");
        if (now.Veto is not { } roles) return;
        if (old.Veto is null) changes.Weaker($"{label}: only a rejection as {(roles.Count == 0 ? "nobody" : string.Join(", ", roles))} is a veto");
        else PolicyChanges.Sets(old.Veto, roles, lost => changes.Weaker($"{label}: a rejection as {lost} is no veto any more"), gained => changes.Other($"{label}: a rejection as {gained} is a veto"));
    }

    private void Windows()
    {
        if (JsonNode.DeepEquals(Written(old), Written(now))) return;

        var wider = now.Windows is null
            || (old.Windows is { } before && (before.Zone != now.Windows.Zone || before.Closed.Except(now.Windows.Closed).Any() || OpensMore(before, now.Windows)));
        changes.Add(wider, now.Windows is { } windows ? $"{label}: gold moves {windows} ({windows.Zone}){(old.Windows is { } was ? $", and did {was} ({was.Zone})" : "")}" : $"{label}: gold moves at any time");
    }

    private static JsonObject? Written(GateDefinition gate) => gate.Windows is { } windows ? PolicyDocuments.Windows(windows) : null;

    // Opening hours begin and end at whole minutes.
    private static bool OpensMore(PromotionWindows before, PromotionWindows after) =>
        after.Open.Any(window => window.Days.Any(day => Enumerable.Range((int)window.From.TotalMinutes, (int)(window.Until - window.From).TotalMinutes)
            .Any(minute => !before.Open.Any(other => other.Days.Contains(day) && other.From.TotalMinutes <= minute && minute < other.Until.TotalMinutes))));

    /// <param name="choices">True of the parts of an <c>or</c>, where one more makes it easier and one less harder.</param>
    private void Rules(IReadOnlyList<SignOffRule> before, IReadOnlyList<SignOffRule> after, bool choices)
    {
        var lost = before.Where(one => !after.Any(other => Same(one, other))).ToList();
        var gained = after.Where(one => !before.Any(other => Same(one, other))).ToList();
        foreach (var match in (Func<SignOffRule, SignOffRule, bool>[])[AboutTheSame, OfOneKind])
        {
            foreach (var one in lost.ToList())
            {
                if (gained.FirstOrDefault(other => match(one, other)) is not { } other) continue;
                lost.Remove(one);
                gained.Remove(other);
                Rule(one, other, choices);
            }
        }

        foreach (var one in lost) changes.Add(!choices, $"{label}: {Name(one)} is removed");
        foreach (var one in gained) changes.Add(choices, $"{label}: {Name(one)} is added{(choices ? " as a choice" : "")}");
    }

    private void Rule(SignOffRule before, SignOffRule after, bool choices)
    {
        var name = $"{label}: {Name(after)}";
        if (before.From != after.From || before.Until != after.Until)
        {
            var shorter = (after.From ?? DateOnly.MinValue) > (before.From ?? DateOnly.MinValue) || (after.Until ?? DateOnly.MaxValue) < (before.Until ?? DateOnly.MaxValue);
            var longer = (after.From ?? DateOnly.MinValue) < (before.From ?? DateOnly.MinValue) || (after.Until ?? DateOnly.MaxValue) > (before.Until ?? DateOnly.MaxValue);
            changes.Add(choices ? longer : shorter, $"{name} is asked on other days");
        }

        When(before.When, after.When, name, choices);
        if (before is SignOffRule.Asking one && after is SignOffRule.Asking other) Asking(one, other, name);
        else Rules(RuleTree.Parts(before), RuleTree.Parts(after), choices: after is SignOffRule.OneOf);
    }

    private void When(Condition? before, Condition? after, string name, bool choices)
    {
        if (before is null && after is null) return;
        if (before is null) changes.Add(!choices, $"{name} is asked of some candidates alone");
        else if (after is null) changes.Add(choices, $"{name} is asked of every candidate");
        else if (!Strength.Same(before, after)) changes.Weaker($"{name} is asked of other candidates than before");
    }

    private void Asking(SignOffRule.Asking before, SignOffRule.Asking after, string name)
    {
        var (was, asks) = (Count(before), Count(after));
        if (was != asks) changes.Add(asks < was, $"{name} asks for {asks}, and did for {was}");
        Of(before, after, name);
        if (before.MinAssurance != after.MinAssurance) changes.Add(after.MinAssurance < before.MinAssurance, $"{name} takes {Words.Of(after.MinAssurance)}, and took {Words.Of(before.MinAssurance)} at least");
        // Under one and the same 'author-may-sign': that change has a line of its own.
        PolicyChanges.Sets(before.Excluded(old.AuthorMaySign).Select(Words.Of), after.Excluded(old.AuthorMaySign).Select(Words.Of),
            lost => changes.Weaker($"{name} no longer excludes {lost}"), gained => changes.Other($"{name} excludes {gained}"));
        var (good, stays) = (before.Expire ?? old.SignOffsExpire, after.Expire ?? old.SignOffsExpire);
        if (good != stays) changes.Add(Longer(good, stays), $"{name}: sign-offs stay good {Show(stays)}, and did {Show(good)}");
        if (before.Deputies != after.Deputies) changes.Add(after.Deputies, $"{name}: deputies {(after.Deputies ? "may" : "may no longer")} sit");
    }

    // A rule that asks each of fewer custodians is weaker; one that takes anybody's from more custodians is weaker, too.
    private void Of(SignOffRule.Asking before, SignOffRule.Asking after, string name)
    {
        if (before.Of is null ? after.Of is null : after.Of is not null && before.Of.ToHashSet().SetEquals(after.Of)) return;

        var fewer = after.Of is not null && (before.Of is null || before.Of.Except(after.Of).Any());
        var more = before.Of is not null && (after.Of is null || after.Of.Except(before.Of).Any());
        changes.Add(after is SignOffRule.EachCustodian ? fewer : more, $"{name} is about {Show(after.Of)}, and was about {Show(before.Of)}");
    }

    private static bool Same(GateDefinition one, GateDefinition other) =>
        JsonNode.DeepEquals(PolicyDocuments.Gate(one, escalations: true), PolicyDocuments.Gate(other, escalations: true));

    private static bool Same(SignOffRule one, SignOffRule other) => JsonNode.DeepEquals(PolicyDocuments.SignOff(one), PolicyDocuments.SignOff(other));

    private static bool OfOneKind(SignOffRule one, SignOffRule other) =>
        one.GetType() == other.GetType() && (one as SignOffRule.Asking)?.Role == (other as SignOffRule.Asking)?.Role;

    private static bool AboutTheSame(SignOffRule one, SignOffRule other) =>
        OfOneKind(one, other) && Show((one as SignOffRule.Asking)?.Of) == Show((other as SignOffRule.Asking)?.Of);

    private static int Count(SignOffRule.Asking rule) => rule is SignOffRule.EachCustodian each ? each.Count : ((SignOffRule.Any)rule).Count;

    private static bool Longer(TimeSpan? before, TimeSpan? after) => (after ?? TimeSpan.MaxValue) > (before ?? TimeSpan.MaxValue);

    private static string Name(SignOffRule rule) => rule switch
    {
        SignOffRule.EachCustodian each => $"the rule 'each: custodian' as {each.Role}",
        SignOffRule.Any any => $"the rule 'any' as {any.Role}",
        SignOffRule.AllOf and => $"an 'and' of {and.Parts.Count} rules",
        SignOffRule.OneOf or => $"an 'or' of {or.Parts.Count} choices",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Show(TimeSpan? time) => time is { } known ? Quantity.Show(known) : "without end";

    private static string Show(IReadOnlyList<string>? of) => of is null ? "every custodian" : string.Join(", ", of);
}
