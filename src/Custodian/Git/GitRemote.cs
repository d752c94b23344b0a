namespace Custodian.Git;

/// <summary>A remote repository: where it is and how to be let in.</summary>
/// <param name="Url">An https, ssh or file URL, or an absolute path; nothing else reaches git.</param>
internal sealed record GitRemote(string Url, GitAccess Access);
