namespace Custodian.Rules;

/// <summary>One commit of one repository, written <c>openmaxims@</c> and the full commit id.</summary>
/// <param name="Repository">The repository's name in the policy.</param>
/// <param name="Commit">The commit.</param>
public sealed record CandidateId(string Repository, CommitSha Commit)
{
    /// <summary>For people: <c>openmaxims@a1b2c3d4</c>.</summary>
    public string Abbreviated => $"{Repository}@{Commit.Abbreviated}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static CandidateId Parse(string text)
    {
        var at = text.LastIndexOf('@');
        return at > 0 ? new(text[..at], new CommitSha(text[(at + 1)..])) : throw new FormatException($"'{text}' is not repository@commit.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Repository}@{Commit}";
}
