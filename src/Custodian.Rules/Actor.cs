namespace Custodian.Rules;

/// <summary>Who can act on a reason.</summary>
/// <param name="Party">A custodian's id, or one of the fixed parties here.</param>
/// <param name="Role">The role in which to act; null where the party is enough.</param>
public sealed record Actor(string Party, string? Role = null)
{
    /// <summary>Whoever pushes commits to the repository.</summary>
    public static Actor Developer { get; } = new("developer");

    /// <summary>Whoever runs this service.</summary>
    public static Actor Operator { get; } = new("operator");

    /// <summary>The gate itself: nobody has to do anything but wait.</summary>
    public static Actor Gate { get; } = new("gate");

    /// <summary><c>taunton: director</c>, or the party alone.</summary>
    public override string ToString() => Role is null ? Party : $"{Party}: {Role}";
}
