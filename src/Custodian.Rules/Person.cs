namespace Custodian.Rules;

/// <summary>One human of exactly one custodian. Known here by id only: names and addresses are nobody's rule.</summary>
public sealed record Person
{
    /// <summary>Stable id, unique over all custodians: <c>taunton-director</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What this person may sign as: <c>director</c>.</summary>
    public required IReadOnlyList<string> Roles { get; init; }

    /// <summary>First day of office, from 00:00 UTC; null: since always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of office, until 24:00 UTC; null: until further notice.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Public keys in OpenSSH's one-line form (<c>ssh-ed25519 AAAA…</c>), without a comment.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>Terms of those keys that are not good for ever; a key that is missing here is good while its person is in office.</summary>
    public IReadOnlyList<KeyTerm> KeyTerms { get; init; } = [];

    /// <summary>Roles that this person may sign in where a rule lets deputies sit.</summary>
    public IReadOnlyList<string> Deputises { get; init; } = [];

    /// <summary>True while in office at <paramref name="instant"/>.</summary>
    public bool InOffice(DateTimeOffset instant) => Term.Holds(From, Until, instant);

    /// <summary>True while <paramref name="key"/> is this person's and good at <paramref name="instant"/>.</summary>
    public bool HoldsKey(string key, DateTimeOffset instant) =>
        Keys.Contains(key) && KeyTerms.All(term => term.Key != key || Term.Holds(term.From, term.Until, instant));

    /// <summary>
    /// True while what was signed with a key may count for this person: the policy names the key for them, good now or once. Who takes a key
    /// out of the policy takes back what it approved.
    /// </summary>
    /// <param name="fingerprint">As <see cref="KeyFingerprint"/> names it; null: it was not signed.</param>
    public bool OwnsKey(string? fingerprint) => fingerprint is null || Keys.Any(key => KeyFingerprint.Of(key) == fingerprint);
}

/// <summary>When a key is good.</summary>
/// <param name="Key">One of its person's keys.</param>
/// <param name="From">First day, from 00:00 UTC; null: since always.</param>
/// <param name="Until">Last day, until 24:00 UTC; null: until further notice.</param>
public sealed record KeyTerm(string Key, DateOnly? From, DateOnly? Until);
