using Custodian.Rules;

namespace Custodian.Store.Facts;

/// <summary>A person's vote arrived at one of the doors.</summary>
internal sealed record SignOffGiven : FactBody
{
    /// <summary>Whom associates speak for.</summary>
    public const string Associates = "associates";

    /// <summary>What kind of thing was voted on: one of <see cref="Facts.SubjectKind"/>.</summary>
    public required string SubjectKind { get; init; }

    /// <summary>SHA-256 of what was voted on.</summary>
    public required string Subject { get; init; }

    /// <summary>Gold as the person saw it; null where there was none.</summary>
    public CommitSha? Gold { get; init; }

    public required string Person { get; init; }

    /// <summary>Whom they speak for; <see cref="Associates"/> where they only advise, <c>chair</c> of the chair, who is of no custodian.</summary>
    public required string Custodian { get; init; }

    public required string Role { get; init; }

    public required SignOffDecision Decision { get; init; }

    /// <summary>Of an attestation: the check that it is about.</summary>
    public string? Check { get; init; }

    /// <summary>Of an attestation: SHA-256 of the report that says what was done.</summary>
    public string? Report { get; init; }

    /// <summary>SHA-256 of the rules that the person saw.</summary>
    public required string Rules { get; init; }

    /// <summary>The time that the statement itself names.</summary>
    public required DateTimeOffset StatedAt { get; init; }

    /// <summary>SHA-256 of the statement's bytes with a salt; the bytes lie beside the fact.</summary>
    public required string Statement { get; init; }

    /// <summary>How it was proved: <c>hook</c>, <c>github</c> or <c>ssh</c>.</summary>
    public required string Door { get; init; }

    /// <summary>Where signed: <c>SHA256:…</c> of the key.</summary>
    public string? Key { get; init; }

    /// <summary>SHA-256 of the armoured SSH signature with a salt; the signature lies beside the fact, and the operator can hand it out to be checked.</summary>
    public string? Signature { get; init; }

    /// <summary>The hook's own id, where it came by one: the same id is never taken for another body.</summary>
    public string? HookId { get; init; }

    /// <summary>What it was said in where it came by a forge, and how that stood: <c>REPOSITORY/PULL/review/ID/approved</c>, by GitHub's numbers.</summary>
    public string? ForgeId { get; init; }
}
