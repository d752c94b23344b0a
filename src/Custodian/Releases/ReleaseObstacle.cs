using Custodian.Policies;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Releases;

/// <summary>Why a release that was proposed has no tag yet.</summary>
internal static class ReleaseObstacle
{
    /// <summary>What but missing signatures keeps a release from being published; null: nothing, or it is.</summary>
    public static string? Of(FactReader reader, WatchedRepository repository, ReleaseStanding standing, DateTimeOffset now)
    {
        if (standing.End is Released) return null;
        if (standing.End is ReleaseRefused refused) return $"the remote has another tag of that name ({refused.Found}), and no tag is ever moved: choose another version";
        if (standing.Intent is not null) return "it is being published, and the remote has not said yet whether it took the tag";
        if (!reader.IsAdopted(repository.Policy.Digest)) return "the service runs with a policy other than the one that the custodians adopted: its operator has to start it with that one";
        if (reader.StateOf(repository.Name).FrozenSeq is { } frozen) return $"{repository.Name} is frozen: {reader.Find<Frozen>(frozen)?.Body.Why}";

        var commit = standing.Proposal.Body.Commit!.Value;
        if (reader.GoldAmong(repository.Name, [commit]).Count == 0) return $"{commit.Abbreviated} is no longer gold of {repository.Name}: propose the release anew, or under another version";
        if (ReleaseLabels.Awaited(reader, repository, standing, now) is { Count: > 0 } awaited) return $"it is labelled {string.Join(", ", standing.Proposal.Body.Labels!)}, and so: {string.Join("; ", awaited.Select(reason => reason.Text.TrimEnd('.')))}";
        return standing.Refusals is [.., var last]
            ? $"the remote did not take the tag, and is asked again after {standing.NotBefore.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; it said: {PushBackoff.Said(reader, last.Said, "nothing that was kept")}"
            : null;
    }
}
