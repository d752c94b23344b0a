using System.Text.Json;
using System.Text.Json.Serialization;
using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>What a person signs: one vote, on one thing, under named rules. The same at every door.</summary>
internal sealed record Statement
{
    /// <summary>Most characters of a reason.</summary>
    public const int LongestReason = 4096;

    public required StatementSubject Subject { get; init; }

    /// <summary>Left out, and null then, of a vote that is about none: on a policy. Everything else has it.</summary>
    public string Repository { get; init; } = null!;

    public CommitSha? Commit { get; init; }

    /// <summary>Gold as the person saw it; left out where there is none.</summary>
    public CommitSha? Gold { get; init; }

    public required string Person { get; init; }

    public required string Role { get; init; }

    [JsonConverter(typeof(DecisionConverter))]
    public required SignOffDecision Decision { get; init; }

    /// <summary>Of an attestation: the check that it is about.</summary>
    public string? Check { get; init; }

    /// <summary>Of an attestation: SHA-256 of the report that says what was done.</summary>
    public string? Report { get; init; }

    public string? Reason { get; init; }

    /// <summary>SHA-256 of the repository's rules in force.</summary>
    public required string Rules { get; init; }

    public required DateTimeOffset At { get; init; }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, StrictJson.Options);

    /// <exception cref="RefusalException">The bytes are not a statement; says which member is wrong.</exception>
    public static Statement Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var statement = JsonSerializer.Deserialize<Statement>(bytes, StrictJson.Options) ?? throw new JsonException("a statement is not null");
            if (statement.Reason is { Length: > LongestReason }) throw new JsonException($"a reason has at most {LongestReason} characters");
            if (statement.Repository is null && statement.Subject.Kind != SubjectKind.Policy) throw new JsonException("JSON deserialization was missing required properties including: 'repository'.");
            if (!statement.Subject.IsWellFormed || !IsSha256(statement.Rules))
            {
                throw new JsonException($"subject.digest and rules are SHA-256 in 64 lower-case hexadecimal digits, subject.kind is one of {string.Join(", ", SubjectKind.All)}");
            }

            var attests = statement.Subject.Kind == SubjectKind.Attestation;
            return attests ? statement.Check is not null && IsSha256(statement.Report) && statement.Commit is not null
                    ? statement : throw new JsonException("an attestation names its commit, its check, and as report the SHA-256 of what says what was done, in 64 lower-case hexadecimal digits")
                : statement.Check is null && statement.Report is null
                    ? statement : throw new JsonException("only an attestation names a check and a report");
        }
        catch (JsonException wrong)
        {
            throw new RefusalException(Refusal.StatementMalformed, $"The statement cannot be read: {JsonTrouble.Explain(wrong)}");
        }
    }

    public static bool IsSha256(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}

/// <summary>What is voted on.</summary>
/// <param name="Kind">One of <see cref="SubjectKind"/>.</param>
/// <param name="Digest">SHA-256, in hex.</param>
internal sealed record StatementSubject(string Kind, string Digest)
{
    [JsonIgnore]
    public bool IsWellFormed => SubjectKind.All.Contains(Kind) && Statement.IsSha256(Digest);
}
