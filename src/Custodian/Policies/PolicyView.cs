using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>The policy in force, and what is proposed to follow it.</summary>
/// <param name="Number">Of the policy in force.</param>
/// <param name="Digest">SHA-256 of its document.</param>
/// <param name="Running">SHA-256 of the policy that the service runs with; another one: nothing is promoted.</param>
/// <param name="Trouble">Why the service has not taken up the policy in force; null: it has.</param>
/// <param name="Proposals">Those that could be adopted next, oldest first.</param>
internal sealed record PolicyView(int Number, string Digest, string Running, string? Trouble, IReadOnlyList<ProposalView> Proposals)
{
    /// <summary>A whole sentence: why gold of the policy's home does not say the policy in force, and who acts; null: it does, or there is no such home.</summary>
    public string? HomeDiffers { get; init; }

    /// <param name="says">What a commit of the policy's home says; null: the policy that the service runs with, or nobody can tell.</param>
    public static PolicyView Of(FactReader reader, PolicyProposals proposals, Func<CommitSha, BroughtPolicy?> says, string? trouble, DateTimeOffset asOf)
    {
        var inForce = PolicyProposals.InForce(reader).Body;
        var waits = GoldOnItsWay.Of(reader, proposals.Running, asOf)?.ToString();
        return new(
            inForce.Number, inForce.Digest, proposals.Running.PolicyDigest, trouble,
            [.. proposals.Open(reader, asOf).Select(open => ProposalView.Of(proposals.Running, open, asOf) with { Waits = open.Proposed.Body.Commit is null && open.Standing.IsCarried ? waits : null })])
        {
            HomeDiffers = HomeDiffersFrom(reader, proposals.Running, inForce, says),
        };
    }

    // The first policy is adopted from a file; another one may be while a push has no answer, or by a route that does not lead through the home.
    private static string? HomeDiffersFrom(FactReader reader, Configuration running, PolicyAdopted inForce, Func<CommitSha, BroughtPolicy?> says)
    {
        if (running.PolicyDigest != inForce.Digest || running.Terms.Home is not { } home || reader.StateOf(home.Repository).Gold is not { } gold || says(gold) is not { } other) return null;

        var told = other.Policy is { } policy ? $"says policy {policy.PolicyDigest}" : $"says no policy that could be in force ({other.Problem})";
        return $"Gold of {home.Repository} ({gold.Abbreviated}) {told}, and policy number {inForce.Number}, {inForce.Digest}, is in force: a developer has to push a commit whose {home.Path} says the policy in force.";
    }
}

/// <summary>One proposal.</summary>
internal sealed record ProposalView
{
    public required int Number { get; init; }

    /// <summary>What is voted on.</summary>
    public required string Digest { get; init; }

    /// <summary>SHA-256 of the proposed document.</summary>
    public required string Policy { get; init; }

    public required string Previous { get; init; }

    /// <summary>Who proposed it; <c>gate</c> where a candidate brings it.</summary>
    public required string Person { get; init; }

    /// <summary>The repository of the candidate that brings it: it is signed by signing that off. Null: it is voted on by itself.</summary>
    public string? Repository { get; init; }

    /// <summary>That candidate.</summary>
    public CommitSha? Commit { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>What of it opens the gate further.</summary>
    public required IReadOnlyList<string> Weakens { get; init; }

    /// <summary>What else it changes.</summary>
    public required IReadOnlyList<string> Changes { get; init; }

    /// <summary>Rules of it that today's people could not fill, in words: nothing that they ask for could be promoted under it.</summary>
    public required IReadOnlyList<string> Unfilled { get; init; }

    /// <summary>Ids of custodians awaited under the policy in force; <c>another custodian</c> where fewer than two members would be left.</summary>
    public required IReadOnlyList<string> AwaitedUnderOld { get; init; }

    /// <summary>Ids of custodians awaited under the proposed policy; <c>another custodian</c> where fewer than two members would be left.</summary>
    public required IReadOnlyList<string> AwaitedUnderNew { get; init; }

    /// <summary>Ids of directors who stand against it.</summary>
    public required IReadOnlyList<string> Rejected { get; init; }

    /// <summary>What it waits for although it is carried, and who can act, in whole sentences; null: nothing.</summary>
    public string? Waits { get; init; }

    /// <summary>How it could be adopted without one custodian; null: not at all.</summary>
    public WithoutView? Without { get; init; }

    public static ProposalView Of(Configuration running, OpenPolicy open, DateTimeOffset asOf)
    {
        var (fact, standing) = (open.Proposed.Body, open.Standing);
        return new()
        {
            Number = fact.Number,
            Digest = fact.Digest,
            Policy = fact.Policy,
            Previous = fact.Previous,
            Person = fact.Person,
            Repository = fact.Repository,
            Commit = fact.Commit,
            At = fact.At,
            Weakens = fact.Weakens,
            Changes = [.. PolicyComparison.Find(running, open.Policy).Where(change => !change.Weaker).Select(change => change.Text)],
            // A hook speaks through this service: what a document names no secret for may have one here.
            Unfilled = new Vacancies(open.Policy, Voices.Of(running, asOf), asOf).Told(),
            AwaitedUnderOld = standing.Old,
            AwaitedUnderNew = standing.New,
            Rejected = standing.Rejected,
            Without = standing.Without is { } without
                ? new(without.Route.Custodian, Words.Of(without.Route.Kind), without.Awaited, without.StoppedBy, without.NotBefore)
                : null,
        };
    }
}

/// <summary>How a proposal could be adopted without one custodian.</summary>
/// <param name="Because"><c>lost-key</c> or <c>vanished</c>.</param>
/// <param name="Awaited">The other custodians, and <c>chair</c>.</param>
/// <param name="StoppedBy">People of that custodian whose rejection stands.</param>
/// <param name="NotBefore">When its notice is over.</param>
internal sealed record WithoutView(string Custodian, string Because, IReadOnlyList<string> Awaited, IReadOnlyList<string> StoppedBy, DateTimeOffset NotBefore);
