using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Intake;

/// <summary>Tells people and programs where repositories stand.</summary>
internal sealed class RepositoryViews(Estate estate, FactStore store, RemoteHealth health)
{
    /// <summary>One word of <see cref="RepositoryView.State"/>.</summary>
    public static string StateOf(RepositoryRow state) =>
        state.FrozenSeq is not null ? "frozen" : state.Gold is null ? "not-adopted" : state.IntentSeq is not null ? "promoting" : "adopted";

    public async Task<RepositoryView> OfAsync(WatchedRepository repository, CancellationToken stop)
    {
        var remoteGold = repository.Mirror.Exists ? repository.Mirror.Read().Gold : null;
        var status = health.Of(repository.Name);
        return await store.ReadAsync(reader =>
        {
            var state = reader.StateOf(repository.Name);
            var frozen = state.FrozenSeq is { } seq ? reader.Find<Frozen>(seq)?.Body : null;
            return new RepositoryView
            {
                Name = repository.Name,
                State = StateOf(state),
                Gold = state.Gold,
                RemoteGold = remoteGold,
                Source = repository.Entry.AllSources,
                GoldRef = repository.Entry.Gold.Ref,
                Rules = repository.Policy.Rules,
                Policy = repository.Policy.Digest,
                Frozen = frozen?.Why,
                FreezeDigest = frozen?.Digest,
                Candidates = [.. reader.OpenCandidates(repository.Name).Reverse().Take(20)],
                ReachedAt = status.ReachedAt,
                Failure = status.Failure,
                PolicyAdopted = reader.IsAdopted(estate.Configuration.PolicyDigest),
            };
        }, stop);
    }
}

/// <summary>Where a repository stands.</summary>
internal sealed record RepositoryView
{
    public required string Name { get; init; }

    /// <summary><c>adopted</c>, <c>promoting</c>, <c>not-adopted</c> or <c>frozen</c>.</summary>
    public required string State { get; init; }

    /// <summary>Where the ledger says gold stands.</summary>
    public CommitSha? Gold { get; init; }

    /// <summary>Where the last look found it.</summary>
    public CommitSha? RemoteGold { get; init; }

    public required IReadOnlyList<string> Source { get; init; }

    public required string GoldRef { get; init; }

    /// <summary>SHA-256 of the rules in force for it.</summary>
    public required string Rules { get; init; }

    public required string Policy { get; init; }

    /// <summary>False while the service runs with a policy that was not adopted: it promotes nothing then.</summary>
    public required bool PolicyAdopted { get; init; }

    public string? Frozen { get; init; }

    public string? FreezeDigest { get; init; }

    /// <summary>Open candidates, newest first, at most 20.</summary>
    public required IReadOnlyList<CommitSha> Candidates { get; init; }

    /// <summary>When the remote last answered.</summary>
    public DateTimeOffset? ReachedAt { get; init; }

    /// <summary>Why it did not answer the last time; or, where it did, which branch could not be taken up, and why.</summary>
    public string? Failure { get; init; }
}
