namespace Custodian.Checks;

/// <summary>
/// What gold has: the concerns of the commit at which gold stands, judged by the same settings. A concern of the candidate is known where gold
/// has the same one at the same path, or in the same contents wherever they lie. So what was adopted does not block, whether it is edited or
/// moved; what is new does; and what is gone from gold is new if it comes back, since nothing but gold's own tree is asked.
/// </summary>
internal sealed class LicenceBaseline
{
    private readonly HashSet<(string Path, string What)> paths;
    private readonly HashSet<(string Blob, string What)> blobs;
    private readonly HashSet<string> missing;
    private readonly IReadOnlyList<LicenceConcern> concerns;

    public LicenceBaseline(IEnumerable<LicenceConcern> concerns)
    {
        this.concerns = [.. concerns];
        paths = [.. this.concerns.Select(concern => (concern.Path, concern.What))];
        blobs = [.. this.concerns.Select(concern => (concern.Blob, concern.What))];
        missing = [.. this.concerns.Where(concern => concern.IsMissing).Select(concern => concern.Path)];
    }

    /// <summary>Nothing is known: before adoption, or where the settings ask for none.</summary>
    public static LicenceBaseline Empty { get; } = new([]);

    public bool Has(LicenceConcern concern) => paths.Contains((concern.Path, concern.What)) || blobs.Contains((concern.Blob, concern.What));

    /// <summary>True: what gold has at that path could not be read, so that nobody knows whether it has the same.</summary>
    public bool MayHave(LicenceConcern concern) => missing.Contains(concern.Path);

    /// <summary>What gold has and the candidate has no more.</summary>
    public IReadOnlyList<LicenceConcern> GoneFrom(IReadOnlyList<LicenceConcern> candidate)
    {
        var left = new LicenceBaseline(candidate);
        return [.. concerns.Where(concern => !left.Has(concern))];
    }
}
