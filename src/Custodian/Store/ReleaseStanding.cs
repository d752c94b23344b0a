using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>Where one version of a repository stands: its newest proposal, and what became of that.</summary>
/// <param name="End"><see cref="Released"/> or <see cref="ReleaseRefused"/>; null: it is open.</param>
/// <param name="Intent">The intent to publish it, while nobody knows what came of that.</param>
/// <param name="Refusals">Pushes of its tag that the remote refused, oldest first.</param>
internal sealed record ReleaseStanding(
    StoredFact<ReleaseProposed> Proposal, FactBody? End, StoredFact<ReleaseIntended>? Intent, IReadOnlyList<ReleaseAbandoned> Refusals)
{
    public string Version => Proposal.Body.Version;

    /// <summary>Before this its tag is not pushed again.</summary>
    public DateTimeOffset NotBefore => Refusals is [.., var last] ? PushBackoff.After(Refusals.Count, last.At) : DateTimeOffset.MinValue;

    /// <summary>Every version that was ever proposed, in the order of the first proposals.</summary>
    public static IReadOnlyList<ReleaseStanding> In(FactReader reader, string repository)
    {
        var facts = reader.In(repository, typeof(ReleaseProposed), typeof(ReleaseIntended), typeof(ReleaseAbandoned), typeof(Released), typeof(ReleaseRefused));
        return [.. facts.GroupBy(fact => VersionOf(fact.Body)).Select(version => Of([.. version]))];
    }

    public static ReleaseStanding? Of(FactReader reader, string repository, string version) =>
        In(reader, repository).FirstOrDefault(standing => standing.Version == version);

    private static ReleaseStanding Of(List<StoredFact> facts)
    {
        var released = facts.Select(fact => fact.Body).OfType<Released>().FirstOrDefault();
        // A tag that stands is for ever, whatever was proposed after it.
        var proposed = facts.Last(fact => fact.Body is ReleaseProposed body && (released is null || body.Digest == released.Digest));
        var since = facts.Where(fact => fact.Seq > proposed.Seq).ToList();
        var abandoned = since.Select(fact => fact.Body).OfType<ReleaseAbandoned>().ToList();
        var end = (FactBody?)released ?? since.Select(fact => fact.Body).OfType<ReleaseRefused>().FirstOrDefault();
        var intent = since.LastOrDefault(fact => fact.Body is ReleaseIntended && end is null && abandoned.All(one => one.Intent != fact.Seq));
        return new(
            new(proposed.Seq, (ReleaseProposed)proposed.Body),
            end,
            intent is null ? null : new(intent.Seq, (ReleaseIntended)intent.Body),
            [.. abandoned.Where(one => one.Refused)]);
    }

    private static string VersionOf(FactBody fact) => fact switch
    {
        ReleaseProposed proposed => proposed.Version,
        ReleaseIntended intended => intended.Version,
        ReleaseAbandoned abandoned => abandoned.Version,
        Released released => released.Version,
        ReleaseRefused refused => refused.Version,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
