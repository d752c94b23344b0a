using System.Collections.Concurrent;

namespace Custodian.Rules;

/// <summary>The ways through a gate's rules: each makes one choice at each <c>or</c> that is asked.</summary>
internal sealed class Ways
{
    private const int MostRemembered = 256;

    private readonly Policy policy;
    private readonly Row[] rows;
    private readonly SignOffRule[] all;
    private readonly int[] conditional;
    private readonly ConcurrentDictionary<ulong, Way[]?> known = [];

    public Ways(Policy policy, Row[] rows)
    {
        (this.policy, this.rows) = (policy, rows);
        all = [.. RuleTree.All(policy.SignOffs)];
        conditional = [.. Enumerable.Range(0, all.Length).Where(index => all[index] is not { When: null, From: null, Until: null })];
    }

    /// <summary>Every way, in the order of the policy; null: too many.</summary>
    /// <param name="isAsked">Whether a rule's own terms are met.</param>
    public Way[]? Through(Func<SignOffRule, bool> isAsked)
    {
        if (all.Length > 64) return Find(isAsked);

        var asked = ulong.MaxValue;
        foreach (var index in conditional)
        {
            if (!isAsked(all[index])) asked &= ~(1UL << index);
        }

        if (known.TryGetValue(asked, out var found)) return found;
        found = Find(isAsked);
        if (known.Count < MostRemembered) known.TryAdd(asked, found);
        return found;
    }

    private Way[]? Find(Func<SignOffRule, bool> isAsked)
    {
        var row = 0;
        var ways = All(policy.SignOffs, isAsked, ref row) ?? [[]];
        return ways.Count > RuleTree.MostWays ? null : [.. ways.Select(way => new Way(policy, [.. way.Select(number => rows[number])]))];
    }

    // Null: not asked. One way more than may be is enough to know that there are too many.
    private static List<int[]>? Of(SignOffRule rule, Func<SignOffRule, bool> isAsked, ref int row)
    {
        var parts = rule switch
        {
            SignOffRule.AllOf and => All(and.Parts, isAsked, ref row),
            SignOffRule.OneOf or => One(or.Parts, isAsked, ref row),
            _ => [[row++]],
        };
        return isAsked(rule) ? parts : null;
    }

    private static List<int[]>? All(IReadOnlyList<SignOffRule> parts, Func<SignOffRule, bool> isAsked, ref int row)
    {
        List<int[]>? ways = null;
        foreach (var part in parts)
        {
            if (Of(part, isAsked, ref row) is not { } more) continue;
            ways = ways is null ? more : [.. ways.SelectMany(_ => more, (one, other) => (int[])[.. one, .. other]).Take(RuleTree.MostWays + 1)];
        }

        return ways;
    }

    private static List<int[]>? One(IReadOnlyList<SignOffRule> parts, Func<SignOffRule, bool> isAsked, ref int row)
    {
        List<int[]>? ways = null;
        foreach (var part in parts)
        {
            if (Of(part, isAsked, ref row) is { } more) ways = [.. (ways ?? []).Concat(more).Take(RuleTree.MostWays + 1)];
        }

        return ways;
    }
}
