namespace Custodian.Decisions;

/// <summary>The answer to "why isn't this commit gold?".</summary>
/// <param name="State"><c>promote</c>, <c>hold</c>, <c>reject</c>, <c>promoted</c>, <c>superseded</c> or <c>unknown</c>.</param>
/// <param name="Unblock">What somebody can do, one act a line.</param>
internal sealed record WhyDocument(
    string Repository, string Commit, string State, string Policy, DateTimeOffset AsOf, IReadOnlyList<WhyReason> Reasons, IReadOnlyList<string> Unblock);

/// <param name="Who">Who can act: <c>taunton: director</c>.</param>
/// <param name="Since">Since when it has stood.</param>
internal sealed record WhyReason(string Code, string Subject, string Text, IReadOnlyList<string> Who, DateTimeOffset? Since);
