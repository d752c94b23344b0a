namespace Custodian.Store.Facts;

/// <summary>What can be voted on.</summary>
internal static class SubjectKind
{
    public const string Commit = "commit";
    public const string Adoption = "adoption";
    public const string Release = "release";
    public const string Freeze = "freeze";
    public const string Waiver = "waiver";
    public const string Deviation = "deviation";

    /// <summary>About no repository.</summary>
    public const string Policy = "policy";

    /// <summary>That a repository be frozen; <see cref="Freeze"/> is about lifting that.</summary>
    public const string FreezeRequest = "freeze-request";

    /// <summary>What a person attests of a commit: its digest is that of the commit's contents.</summary>
    public const string Attestation = "attestation";

    public static readonly IReadOnlyList<string> All = [Commit, Adoption, Release, Freeze, Waiver, Deviation, FreezeRequest, Attestation, Policy];
}
