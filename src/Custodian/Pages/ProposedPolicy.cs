using Custodian.Rules;

namespace Custodian.Pages;

/// <summary>A policy that could be adopted next.</summary>
/// <param name="Digest">What is voted on.</param>
/// <param name="Person">Who proposed it.</param>
/// <param name="Changes">What it changes, what weakens the gate first.</param>
/// <param name="AwaitedUnderOld">Names of custodians awaited under the policy in force.</param>
/// <param name="AwaitedUnderNew">Names of custodians awaited under the proposed policy.</param>
/// <param name="Rejected">Ids of the people who stand against it.</param>
public sealed record ProposedPolicy(
    int Number, string Digest, string Person, DateTimeOffset At, IReadOnlyList<PolicyLine> Changes, IReadOnlyList<string> AwaitedUnderOld, IReadOnlyList<string> AwaitedUnderNew, IReadOnlyList<string> Rejected)
{
    /// <summary>What of it today's people could not fill, a sentence each.</summary>
    public IReadOnlyList<string> Unfilled { get; init; } = [];

    /// <summary>The repository of the candidate that brings it; null: somebody proposed it by itself.</summary>
    public string? Repository { get; init; }

    /// <summary>That candidate.</summary>
    public CommitSha? Commit { get; init; }

    /// <summary>What it waits for although it is carried, and who can act, in whole sentences; null: nothing.</summary>
    public string? Waits { get; init; }

    /// <summary>The name of the custodian without which it could be adopted; null: there is none.</summary>
    public string? Without { get; init; }

    /// <summary>Until when it has notice.</summary>
    public DateTimeOffset? NoticeUntil { get; init; }

    /// <summary>Names of the others that are awaited for that.</summary>
    public IReadOnlyList<string> AwaitedWithout { get; init; } = [];
}

/// <param name="Weaker">True where the gate opens further.</param>
public sealed record PolicyLine(bool Weaker, string Text);
