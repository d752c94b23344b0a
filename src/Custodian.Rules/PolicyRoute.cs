namespace Custodian.Rules;

/// <summary>
/// The one custodian without whose approval a proposed policy may be adopted all the same, and why. There is one only where
/// the two policies differ in nothing else.
/// </summary>
/// <param name="Kind">What has become of it.</param>
/// <param name="Custodian">Its id.</param>
public sealed record PolicyRoute(PolicyRouteKind Kind, string Custodian);

/// <summary>Why a custodian may be passed over.</summary>
public enum PolicyRouteKind
{
    /// <summary>It cannot sign any more: nothing but its people's keys changes.</summary>
    LostKey,

    /// <summary>It does not answer any more: nothing but the end of its membership changes.</summary>
    Vanished,
}
