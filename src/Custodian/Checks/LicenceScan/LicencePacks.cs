using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>
/// The rule packs on this machine. Which rules decide is voted on, by their digest; where they lie is the operator's matter. A pack that was read once with the digest
/// that was voted for is used from then on, whatever becomes of its files.
/// </summary>
/// <param name="folder">Each folder in it is a pack; null: the operator keeps none.</param>
internal sealed class LicencePacks(string? folder)
{
    // Checks that ask for different packs are few; each takes up to hundreds of megabytes.
    private const int MostKept = 3;

    private readonly Lock turn = new();
    private readonly List<(IReadOnlyList<LicencePack> Packs, LicenceIndex Index)> kept = [];

    /// <summary>What the engine knows with these packs.</summary>
    /// <exception cref="LicencePackException">One of them is missing, is another one, or cannot be used.</exception>
    public LicenceIndex Of(IReadOnlyList<LicencePack> packs)
    {
        if (packs.Count == 0) return LicenceIndex.Shipped;

        lock (turn)
        {
            var at = kept.FindIndex(one => one.Packs.SequenceEqual(packs));
            if (at >= 0) return kept[at].Index;

            var index = Load(packs);
            if (kept.Count == MostKept) kept.RemoveAt(0);
            kept.Add((packs, index));
            return index;
        }
    }

    private LicenceIndex Load(IReadOnlyList<LicencePack> packs)
    {
        if (LicenceIndex.Shipped.TryWith([.. packs.Select(Read)], out var index, out var mistakes)) return index;

        var more = mistakes.Count > 1 ? $"; and {mistakes.Count - 1:N0} more" : "";
        throw new LicencePackException($"the rule pack {mistakes[0].Pack} cannot be used: {PlainText.Line(mistakes[0].ToString().TrimEnd('.'), 300)}{more}; nothing passes until custodians vote on one that can be, and 'custodian licences PATH --pack FOLDER' tells every mistake");
    }

    private RulePack Read(LicencePack asked)
    {
        var wanted = $"the pack whose digest is {LicencePack.Algorithm}{asked.Digest}";
        if (folder is null) throw new LicencePackException($"the policy asks for the rule pack {asked.Name}, and this service has no folder of rule packs: the operator names one in 'licence-packs' of 'service', and puts there {wanted}");

        var path = Path.Combine(folder, asked.Name);
        if (!Directory.Exists(path)) throw new LicencePackException($"the operator's folder of rule packs has no folder {asked.Name}: the operator puts there {wanted}");

        try
        {
            var pack = RulePackFolder.Read(path, asked.Name);
            return pack.Digest == asked.Digest ? pack : throw new LicencePackException(
                $"the rule pack {asked.Name} that lies there has the digest {LicencePack.Algorithm}{pack.Digest}: the operator puts in its place {wanted}, or custodians vote on the other one");
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            throw new LicencePackException($"the rule pack {asked.Name} cannot be read: {PlainText.Line(cannot.Message.TrimEnd('.'), 300)}; the operator mends that, and puts there {wanted}");
        }
    }
}
