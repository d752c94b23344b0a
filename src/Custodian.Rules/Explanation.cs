namespace Custodian.Rules;

/// <summary>A verdict with the tree of rules that it rests on, and what would open the gate.</summary>
/// <param name="Verdict">As <see cref="Gate.Decide(Facts)"/> gives it.</param>
/// <param name="Parts">What the gate asks, in the order of the policy.</param>
/// <param name="Unblock">The fewest acts that lead to Promote.</param>
public sealed record Explanation(Verdict Verdict, IReadOnlyList<RuleNode> Parts, Unblock Unblock);

/// <summary>One thing that a gate asks, and how it stands.</summary>
/// <param name="Rule">What is asked, in plain English.</param>
/// <param name="State">How it stands.</param>
public sealed record RuleNode(string Rule, RuleState State)
{
    /// <summary>Name of the check that it is about; null: it is about none.</summary>
    public string? Check { get; init; }

    /// <summary>What excuses it for a time: <c>by a waiver until 2026-11-23 10:00 UTC</c>; null: nothing, or there is nothing to excuse.</summary>
    public string? Excuse { get; init; }

    /// <summary>What satisfied it, or was said of it: <c>taunton-director (signed)</c>.</summary>
    public IReadOnlyList<string> By { get; init; } = [];

    /// <summary>Ids of the people who still can give what is missing.</summary>
    public IReadOnlyList<string> StillCan { get; init; } = [];

    /// <summary>What keeps it from being met; empty where nothing does.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>The rules that it consists of.</summary>
    public IReadOnlyList<RuleNode> Parts { get; init; } = [];
}

/// <summary>How a rule stands.</summary>
public enum RuleState
{
    /// <summary>It is satisfied.</summary>
    Met,

    /// <summary>It went against the candidate, and every custodian excused that for a time.</summary>
    Excused,

    /// <summary>It may be satisfied after the promotion, within days.</summary>
    Deferred,

    /// <summary>Something is missing.</summary>
    Awaited,

    /// <summary>It speaks against the candidate.</summary>
    Against,

    /// <summary>It is not asked of this candidate, or not now.</summary>
    NotAsked,

    /// <summary>It is shown, and decides nothing.</summary>
    Shown,
}

/// <summary>The smallest set of acts of people that leads to Promote.</summary>
/// <param name="Acts">All of them are needed; none where there is nothing to do, or nothing would help.</param>
/// <param name="Waits">What comes without anybody's act: the gate's own work, and time.</param>
/// <param name="Impossible">Why no act helps this candidate; empty: the acts do.</param>
public sealed record Unblock(IReadOnlyList<Act> Acts, IReadOnlyList<string> Waits, IReadOnlyList<string> Impossible)
{
    /// <summary>True: the acts do, but the search ended at its limit, so that fewer may do as well.</summary>
    public bool MayBeFewer { get; init; }
}

/// <summary>One act that would help.</summary>
/// <param name="Who">Who can do it, any one of them: people by id, or a party such as <c>anyone</c> or <c>operator</c>.</param>
/// <param name="What">What to do: <c>sign off 3f7e0000 as director</c>.</param>
public sealed record Act(IReadOnlyList<string> Who, string What)
{
    /// <summary>Name of the check that it runs again; null: it runs none.</summary>
    public string? Check { get; init; }

    /// <summary>The role in which it approves the candidate; null: it is no approval of it.</summary>
    public string? Role { get; init; }

    /// <summary><c>taunton-director or taunton-deputy: sign off 3f7e0000 as director</c>.</summary>
    public override string ToString() => $"{Wording.Or(Who)}: {What}";
}
