namespace Custodian.Store.Facts;

/// <summary>The gate judged a candidate, and said something else than before.</summary>
internal sealed record VerdictGiven : FactBody
{
    /// <summary><c>promote</c>, <c>hold</c> or <c>reject</c>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Digest of the policy it was judged by.</summary>
    public required string Policy { get; init; }

    /// <summary>SHA-256 of the facts it was made from, which are kept as evidence.</summary>
    public required string Facts { get; init; }

    public required IReadOnlyList<GivenReason> Reasons { get; init; }
}

/// <summary>A reason's code and subject, and since when it has stood.</summary>
internal sealed record GivenReason(string Code, string Subject, DateTimeOffset Since)
{
    /// <summary>The role that it is about: one custodian has seats of several; null: it is about none, or was written down before roles were.</summary>
    public string? Role { get; init; }
}
