using Custodian.Rules;
using LibGit2Sharp;

namespace Custodian.Git;

/// <summary>The next commit of a ref: the files of the one before, changed one by one. Nothing is checked out.</summary>
internal sealed class RefDraft : IDisposable
{
    private readonly Repository repository;
    private readonly Commit? parent;
    private readonly TreeDefinition tree;

    /// <param name="parent">The commit before; null: there is none.</param>
    public RefDraft(string path, CommitSha? parent)
    {
        repository = new Repository(path);
        this.parent = parent is { } before ? repository.Lookup<Commit>(before.ToString()) : null;
        tree = this.parent is null ? new TreeDefinition() : TreeDefinition.From(this.parent);
    }

    public void Dispose() => repository.Dispose();

    /// <summary>Takes a file or a folder away, if it is there.</summary>
    public void Remove(string name) => tree.Remove(name);

    public void Put(string name, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        tree.Add(name, repository.ObjectDatabase.CreateBlob(stream), Mode.NonExecutableFile);
    }

    /// <summary>Writes the commit; no ref points at it yet.</summary>
    public CommitSha Commit(string message, DateTimeOffset at)
    {
        var who = new Signature("Custodian", "custodian@localhost", at);
        var commit = repository.ObjectDatabase.CreateCommit(
            who, who, message, repository.ObjectDatabase.CreateTree(tree), parent is null ? [] : [parent], prettifyMessage: true);
        return new(commit.Sha);
    }
}
