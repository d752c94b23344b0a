namespace Custodian.Policies;

/// <summary>Where gold lives.</summary>
/// <param name="Url">The repository's own, or another's.</param>
/// <param name="Credentials">Name of the credential to push with; null: none.</param>
/// <param name="Ref">The full branch name.</param>
/// <param name="Elsewhere">True when this is another repository than the watched one.</param>
internal sealed record GoldPlace(RemoteUrl Url, string? Credentials, string Ref, bool Elsewhere);
