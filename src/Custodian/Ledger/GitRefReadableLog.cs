using Custodian.Git;
using Custodian.Rules;

namespace Custodian.Ledger;

/// <summary>A log in a ref of a repository or a clone, as one commit of it has it: a fetch meanwhile changes nothing.</summary>
internal sealed class GitRefReadableLog : IReadableLog
{
    private readonly string path;
    private readonly CommitSha commit;

    private GitRefReadableLog(string path, CommitSha commit)
    {
        this.path = path;
        this.commit = commit;
    }

    /// <summary>Where a clone may have it: fetched under its own name, by a refspec for the remote's refs, or just now.</summary>
    public static IReadOnlyList<string> Refs { get; } = [PublishLedgerStep.Ref, "refs/remotes/origin/custodian/ledger", "FETCH_HEAD"];

    /// <exception cref="LedgerUnreadableException">There is no repository, or no ledger in it.</exception>
    public static GitRefReadableLog Open(string path, params IReadOnlyList<string> refs)
    {
        try
        {
            var repository = LocalRepository.Find(path);
            return RefFiles.Find(repository, refs) is { } commit && RefFiles.Read(repository, commit, IReadableLog.CheckpointPath) is not null
                ? new(repository, commit)
                : throw new LedgerUnreadableException($"{path} has no ledger yet: run git -C '{path}' fetch origin {PublishLedgerStep.Ref}:{PublishLedgerStep.Ref}");
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
}
