using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Decisions;

/// <summary>The answer to "why isn't this commit gold?".</summary>
/// <param name="State"><c>promote</c>, <c>hold</c>, <c>reject</c>, <c>promoted</c>, <c>superseded</c> or <c>unknown</c>.</param>
/// <param name="Unblock">The fewest acts that lead to Promote, all of them needed; empty where none helps or none is needed.</param>
internal sealed record WhyDocument(
    string Repository, string Commit, string State, string Policy, DateTimeOffset AsOf, IReadOnlyList<WhyReason> Reasons, IReadOnlyList<string> Unblock)
{
    /// <summary>What comes without anybody's act: the gate's own work, and time.</summary>
    public IReadOnlyList<string> Waits { get; init; } = [];

    /// <summary>Why no act helps this commit; empty: the acts do.</summary>
    public IReadOnlyList<string> Impossible { get; init; } = [];

    /// <summary>Everything that the gate asks, as a tree: what satisfied it, or what is missing and who can give it.</summary>
    public IReadOnlyList<RuleNode> Rules { get; init; } = [];

    /// <summary>How often each check was run on this commit, in the definition in force.</summary>
    public IReadOnlyList<CheckTally> Runs { get; init; } = [];

    /// <summary>What could not be known, or was taken for granted; or that its acts are perhaps not the fewest.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>That some of it is by addresses which are nobody's, and what follows; null: there are none, or it is not known.</summary>
    public string? Strangers { get; init; }

    /// <param name="addresses">How many of them there are.</param>
    public static string? TellStrangers(int addresses, Policy policy) => addresses == 0 || policy.AuthorMaySign ? null
        : $"It was written, at least in part, under {(addresses == 1 ? "an address that belongs" : $"{addresses} addresses that belong")} to nobody in the configuration: that keeps nobody from signing it off. If it is a signer's, whoever runs this service adds it under their 'email'.";

    /// <summary>The same answer with more notes.</summary>
    public WhyDocument Noting(IReadOnlyList<string> more) => this with { Notes = [.. Notes, .. more] };
}

/// <param name="Who">Who can act: <c>taunton: director</c>.</param>
/// <param name="Since">Since when it has stood.</param>
internal sealed record WhyReason(string Code, string Subject, string Text, IReadOnlyList<string> Who, DateTimeOffset? Since)
{
    /// <summary>Ids of people who have to be told, since it has stood so long.</summary>
    public IReadOnlyList<string> EscalatedTo { get; init; } = [];

    /// <summary>The same in words: <c>to be told: ann, since it has stood longer than 5 days</c>; null: nobody has to be. Nothing tells them yet but this.</summary>
    public string? ToBeTold { get; init; }

    /// <summary>The role that it is about: of an open seat or a veto; null: it is about none.</summary>
    public string? Role { get; init; }

    /// <summary>A reason of a verdict.</summary>
    /// <param name="since">Since when it has stood; null: nobody has judged it before.</param>
    public static WhyReason Of(Reason reason, DateTimeOffset? since = null) =>
        new(reason.Code, reason.Subject, reason.Text, [.. reason.Who.Select(who => who.ToString())], since) { Role = reason.Role };
}
