using Custodian.Git;
using Custodian.Rules;

namespace Custodian.Ledger;

/// <summary>A log in a ref of a repository or a clone, as one commit of it has it: a fetch meanwhile changes nothing.</summary>
internal sealed class GitRefReadableLog : IReadableLog
{
    // Where a clone may have it: fetched under its own name, by a refspec for the remote's refs, or just now.
    private static readonly string[] Refs = [PublishLedgerStep.Ref, "refs/remotes/origin/custodian/ledger", "FETCH_HEAD"];

    private readonly string path;
    private readonly CommitSha commit;

    private GitRefReadableLog(string path, CommitSha commit)
    {
        this.path = path;
        this.commit = commit;
    }

    /// <summary>The one with the most entries of those that the key has signed: a fetch leaves an older one where it was.</summary>
    /// <exception cref="LedgerUnreadableException">There is no repository, or no ledger in it.</exception>
    public static GitRefReadableLog Open(string path, VerifierKey key)
    {
        try
        {
            var repository = LocalRepository.Find(path);
            var found =
                from name in Refs
                let commit = RefFiles.Find(repository, name)
                where commit is not null
                let note = RefFiles.Read(repository, commit.Value, IReadableLog.CheckpointPath)
                where note is not null
                select (Commit: commit.Value, Size: SizeOf(note, key));
            return found.OrderByDescending(log => log.Size).Select(log => new GitRefReadableLog(repository, log.Commit)).FirstOrDefault()
                ?? throw new LedgerUnreadableException($"{path} has no ledger yet: run git -C '{path}' fetch origin {PublishLedgerStep.Ref}:{PublishLedgerStep.Ref}");
        }
        catch (GitException cannot)
        {
            throw new LedgerUnreadableException(cannot.Message, cannot);
        }
    }

    public Task<byte[]?> ReadAsync(string path, CancellationToken stop)
    {
        try
        {
            return Task.FromResult(RefFiles.Read(this.path, commit, path));
        }
        catch (GitException cannot)
        {
            throw new LedgerUnreadableException(cannot.Message, cannot);
        }
    }

    // What the key has not signed is taken only where there is nothing else, and then found out.
    private static long SizeOf(byte[] note, VerifierKey key) =>
        SignedNote.Open(note, key) is OpenedNote.Good(var text) && Checkpoint.TryParse(text, out var checkpoint) ? checkpoint.Size : -1;
}
