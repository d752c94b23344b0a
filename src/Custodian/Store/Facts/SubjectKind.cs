namespace Custodian.Store.Facts;

/// <summary>What can be voted on.</summary>
internal static class SubjectKind
{
    public const string Commit = "commit";
    public const string Adoption = "adoption";
    public const string Release = "release";
    public const string Freeze = "freeze";

    /// <summary>About no repository.</summary>
    public const string Policy = "policy";

    public static readonly IReadOnlyList<string> All = [Commit, Adoption, Release, Freeze, Policy];
}
