using System.Collections.Concurrent;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Notices.Proposals;

/// <summary>Compares candidates with gold. Neither commit ever changes, so that each pair is compared once.</summary>
internal sealed class GoldDifferences
{
    public const int MostCommits = 50;
    public const int MostFiles = 100;

    private const int Most = 500;

    private readonly ConcurrentDictionary<(string Repository, CommitSha Gold, CommitSha Commit), GoldDifference> known = [];

    /// <returns>Null: the commit is not here.</returns>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public GoldDifference? Of(WatchedRepository repository, GateInForce gate, CommitSha commit, CommitSha gold)
    {
        if (known.TryGetValue((repository.Name, gold, commit), out var before)) return before;
        if (!repository.Mirror.Exists || !repository.Mirror.Has(commit) || !repository.Mirror.Has(gold)) return null;

        var (commits, more) = repository.Mirror.CommitsSince(commit, gold, MostCommits);
        var files = repository.Mirror.ChangedFiles(commit, gold, countLines: false).Select(file => file.Path).Distinct().Order(StringComparer.Ordinal).ToLookup(gate.Changes.IsGenerated);
        if (known.Count >= Most) known.Clear();
        return known[(repository.Name, gold, commit)] = new(gold, commits, more, Listed(files[false]), Listed(files[true]));
    }

    private static FileList Listed(IEnumerable<string> paths) => new(paths.Count(), [.. paths.Take(MostFiles)]);
}
