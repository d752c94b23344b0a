using Custodian.Rules;
using Custodian.SignOffs;

namespace Custodian.Commands;

/// <summary>What a person asked to sign; the server's bytes are signed only where they say exactly that.</summary>
/// <param name="Repository">Null: what is voted on is about none.</param>
/// <param name="Digest">What the subject's digest must be; null: the server's word is taken for it.</param>
internal sealed record StatementOrder(
    string? Repository, CommitSha? Commit, string SubjectKind, string? Digest, string Person, string Role, SignOffDecision Decision, string? Reason)
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(10);

    /// <summary>Of an attestation: the check that it is about.</summary>
    public string? Check { get; init; }

    /// <summary>Of an attestation: SHA-256 of the report.</summary>
    public string? Report { get; init; }

    public async Task<byte[]> FetchAsync(ServerClient server, CancellationToken stop)
    {
        var query = new Dictionary<string, string?>
        {
            ["repository"] = Repository,
            ["commit"] = Commit?.ToString(),
            ["subject"] = Digest is null ? SubjectKind : $"{SubjectKind}:{Digest}",
            ["person"] = Person,
            ["role"] = Role,
            ["decision"] = $"{Decision}",
            ["check"] = Check,
            ["report"] = Report,
            ["reason"] = Reason,
        };
        var text = string.Join('&', query.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}"));
        var bytes = await server.GetBytesAsync($"api/v1/statement?{text}", stop);
        RefuseDifferent(bytes);
        return bytes;
    }

    private void RefuseDifferent(byte[] bytes)
    {
        Statement statement;
        try
        {
            statement = Statement.Parse(bytes);
        }
        catch (RefusalException unreadable)
        {
            throw new CommandException(ExitCode.No, $"The server sent something else than a statement; nothing was signed. {unreadable.Message}");
        }

        var differences = new (string Member, string? Asked, string? Sent)[]
        {
            ("repository", Repository, statement.Repository),
            ("commit", Commit?.ToString(), statement.Commit?.ToString()),
            ("subject.kind", SubjectKind, statement.Subject.Kind),
            ("subject.digest", Digest ?? statement.Subject.Digest, statement.Subject.Digest),
            ("person", Person, statement.Person),
            ("role", Role, statement.Role),
            ("decision", $"{Decision}", $"{statement.Decision}"),
            ("check", Check, statement.Check),
            ("report", Report, statement.Report),
            ("reason", Reason, statement.Reason),
            ("at", null, (TimeProvider.System.GetUtcNow() - statement.At).Duration() > Skew ? $"{statement.At:u}, while it is {TimeProvider.System.GetUtcNow():u} here" : null),
        }.Where(pair => pair.Asked != pair.Sent).Select(pair => $"{pair.Member}: you asked for '{pair.Asked}', the server sent '{pair.Sent}'").ToList();
        if (differences.Count > 0 || !bytes.AsSpan().SequenceEqual(statement.ToBytes()))
        {
            throw new CommandException(ExitCode.No, $"The server's statement is not what you asked for; nothing was signed. {string.Join("; ", differences)}");
        }
    }
}
