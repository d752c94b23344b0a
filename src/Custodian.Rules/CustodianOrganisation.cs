namespace Custodian.Rules;

/// <summary>A custodian: a member organisation that owns the code and has a voice in every promotion.</summary>
public sealed record CustodianOrganisation
{
    /// <summary>Stable id: <c>taunton</c>. Names change when trusts merge; this does not.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it today.</summary>
    public required string Name { get; init; }

    /// <summary>Its people, in the order of the policy.</summary>
    public required IReadOnlyList<Person> People { get; init; }

    /// <summary>First day of membership, from 00:00 UTC; null: since always.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Last day of membership, until 24:00 UTC; null: until further notice.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>True while a member at <paramref name="instant"/>: it has seats, and its people have voices.</summary>
    public bool IsMember(DateTimeOffset instant) => Term.Holds(From, Until, instant);
}
