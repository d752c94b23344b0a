namespace Custodian.Store.Facts;

/// <summary>Somebody proposed a waiver (of <see cref="FactBody.Commit"/>, or of a finding) or a deviation (of the whole repository).</summary>
internal sealed record ExceptionProposed : FactBody
{
    /// <summary><see cref="SubjectKind.Waiver"/> or <see cref="SubjectKind.Deviation"/>.</summary>
    public required string What { get; init; }

    public required string Check { get; init; }

    /// <summary>Fingerprint of the one finding that is waived; null: it is about a candidate, or about the repository.</summary>
    public string? Finding { get; init; }

    /// <summary>From when on it is good no more, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What is voted on: SHA-256 of the proposal.</summary>
    public required string Digest { get; init; }

    /// <summary>Salted digest of the proposal, which lies beside the ledger with its reasons.</summary>
    public required string Proposal { get; init; }

    public required string Person { get; init; }
}
