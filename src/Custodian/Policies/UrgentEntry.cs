namespace Custodian.Policies;

/// <summary>Where a repository's urgent candidates come from, and which gate they pass.</summary>
/// <param name="Source">Full branch names, at least one; each may have one <c>*</c>. None of the main line's.</param>
internal sealed record UrgentEntry(IReadOnlyList<string> Source, string Gate);
