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

    /// <summary>True while in office at <paramref name="instant"/>.</summary>
    public bool InOffice(DateTimeOffset instant)
    {
        var day = DateOnly.FromDateTime(instant.UtcDateTime);
        return (From is not { } from || from <= day) && (Until is not { } until || day <= until);
    }
}
