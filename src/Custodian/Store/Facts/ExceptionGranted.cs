namespace Custodian.Store.Facts;

/// <summary>Every custodian signed a waiver or a deviation: from here on it excuses.</summary>
internal sealed record ExceptionGranted : FactBody
{
    /// <summary><see cref="SubjectKind.Waiver"/> or <see cref="SubjectKind.Deviation"/>.</summary>
    public required string What { get; init; }

    public required string Check { get; init; }

    /// <summary>Fingerprint of the one finding that is waived; null: it is about a candidate, or about the repository.</summary>
    public string? Finding { get; init; }

    /// <summary>SHA-256 of the definition of the check, in the policy under which the votes were counted; null: of a deviation, or recorded before it was.</summary>
    public string? Definition { get; init; }

    /// <summary>From when on it is good no more, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>What was voted on.</summary>
    public required string Digest { get; init; }

    /// <summary>SHA-256 of the policy under which the votes were counted.</summary>
    public required string Policy { get; init; }
}
