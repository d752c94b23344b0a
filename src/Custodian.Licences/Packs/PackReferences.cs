namespace Custodian.Licences.Packs;

/// <summary>Which licences of all packs became which <c>LicenseRef-…</c>: what custodians allow by that name must be one licence.</summary>
internal sealed class PackReferences
{
    private readonly Dictionary<string, (string Where, bool Wrote)> taken = new(StringComparer.Ordinal);

    /// <param name="id">What the licence became; ids that SPDX lists are nobody's own.</param>
    /// <param name="where">Its key and file, for people.</param>
    /// <param name="wrote">True: the licence wrote that very id.</param>
    /// <returns>The other licence, where both became the same without both having written so; null: nothing is wrong.</returns>
    public string? Take(string id, string where, bool wrote) =>
        !id.StartsWith("LicenseRef-", StringComparison.Ordinal) || taken.TryAdd(id, (where, wrote)) || (wrote && taken[id].Wrote) ? null : taken[id].Where;
}
