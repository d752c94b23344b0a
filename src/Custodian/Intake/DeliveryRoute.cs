using Custodian.Store;

namespace Custodian.Intake;

/// <summary>Which of the policy's names a hook is about: by the forge's number once that was learnt, by the name until then.</summary>
/// <param name="Learnt">The names that it is about, with what is known of them from now on.</param>
/// <param name="Renamed">Those of them that the forge called otherwise until now.</param>
/// <param name="Refused">A name that it bears and that belongs to another number; null: there is none.</param>
internal sealed record DeliveryRoute(IReadOnlyList<NamedRepository> Learnt, IReadOnlyList<NamedRepository> Renamed, NamedRepository? Refused)
{
    /// <param name="id">The number that the hook bears.</param>
    /// <param name="name">The name that it bears.</param>
    /// <param name="names">Every name that the policy has.</param>
    /// <param name="known">What was learnt of that number, and of those names.</param>
    public static DeliveryRoute Of(long id, string name, IReadOnlyList<string> names, IReadOnlyList<NamedRepository> known, DateTimeOffset now)
    {
        // What the policy no longer names was learnt for nobody.
        var meant = known.Where(one => one.Id == id && names.Contains(one.Named, StringComparer.OrdinalIgnoreCase)).ToList();
        var learnt = meant.Select(one => one with { FullName = name, HeardAt = now }).ToList();
        var renamed = learnt.Where((one, at) => !Same(one.Named, name) && !Same(meant[at].FullName, name)).ToList();
        if (names.FirstOrDefault(one => Same(one, name)) is not { } named || meant.Any(one => Same(one.Named, name))) return new(learnt, renamed, null);

        // Another number that has been silent for long is no more; one that speaks has the better right to the name in the policy.
        var owner = known.FirstOrDefault(one => Same(one.Named, named) && now - one.HeardAt <= Deliveries.Remembered);
        return owner is null ? new([.. learnt, new(named, id, name, now)], renamed, null) : new(learnt, renamed, owner);
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
