namespace Custodian.Store.Facts;

/// <summary>A policy came into force.</summary>
internal sealed record PolicyAdopted : FactBody
{
    /// <summary>1 for the first; without gaps.</summary>
    public required int Number { get; init; }

    /// <summary>SHA-256 of the policy document, which is kept as evidence.</summary>
    public required string Digest { get; init; }

    /// <summary>Salted digest of people's names and addresses as they were then.</summary>
    public required string Contacts { get; init; }

    /// <summary>SHA-256 of the proposal that was voted on; null: the first policy, which the service began with.</summary>
    public string? Motion { get; init; }

    /// <summary>The one custodian without whose approval it was adopted; null: every one approved.</summary>
    public string? Without { get; init; }

    /// <summary>Why it was passed over: <c>lost-key</c>, <c>vanished</c>.</summary>
    public string? Because { get; init; }
}
