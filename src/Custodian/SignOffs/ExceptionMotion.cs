using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>The proposal of a waiver (one failed check of one candidate, or one finding), or of a deviation (a check of a whole repository).</summary>
internal sealed record ExceptionMotion
{
    /// <summary>An exception is for at most so long; then it is asked for anew, or what it excuses is mended.</summary>
    public const int MostMonths = 12;

    private const int LongestText = Statement.LongestReason;
    private const int LongestFinding = 400;

    public required string Repository { get; init; }

    public required string Check { get; init; }

    /// <summary>The one candidate that it is for; null: it is for a finding, or for the repository.</summary>
    public CommitSha? Commit { get; init; }

    /// <summary>Fingerprint of the one finding that it is for, as the check's result names it.</summary>
    public string? Finding { get; init; }

    /// <summary>From when on it is good no more, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Why it is needed.</summary>
    public required string Reason { get; init; }

    /// <summary>What may happen to patients meanwhile, and what keeps it from happening.</summary>
    public required string ClinicalRisk { get; init; }

    /// <summary>32 random bytes in hex: who knows the digest alone must not be able to guess the words after they were erased.</summary>
    public required string Salt { get; init; }

    /// <summary>What it is: <see cref="SubjectKind.Waiver"/> or <see cref="SubjectKind.Deviation"/>.</summary>
    [JsonIgnore]
    public string Kind => Commit is null && Finding is null ? SubjectKind.Deviation : SubjectKind.Waiver;

    public static string NewSalt() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static string Digest(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, StrictJson.Options);

    /// <exception cref="RefusalException">The bytes are no such proposal; says which member is wrong.</exception>
    public static ExceptionMotion Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var motion = JsonSerializer.Deserialize<ExceptionMotion>(bytes, StrictJson.Options) ?? throw new JsonException("a proposal is not null");
            return motion.Wrong() is { } wrong ? throw new JsonException(wrong) : motion;
        }
        catch (JsonException wrong)
        {
            throw new RefusalException(Refusal.StatementMalformed, $"The proposal cannot be read: {JsonTrouble.Explain(wrong)}");
        }
    }

    private string? Wrong()
    {
        if (string.IsNullOrWhiteSpace(Reason) || Reason.Length > LongestText) return $"'reason' says in 1 to {LongestText} characters why it is needed";
        if (string.IsNullOrWhiteSpace(ClinicalRisk) || ClinicalRisk.Length > LongestText) return $"'clinicalRisk' says in 1 to {LongestText} characters what may happen to patients meanwhile, and what keeps it from happening";
        if (Commit is not null && Finding is not null) return "a waiver is for one candidate or for one finding, not for both: leave out 'commit' or 'finding'";
        if (Finding is not null && (string.IsNullOrWhiteSpace(Finding) || Finding.Length > LongestFinding)) return $"'finding' has 1 to {LongestFinding} characters";
        return Statement.IsSha256(Salt) ? null : "'salt' is 32 random bytes in 64 lower-case hexadecimal digits";
    }
}
