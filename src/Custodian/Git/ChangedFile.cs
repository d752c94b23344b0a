namespace Custodian.Git;

/// <summary>One file that differs between two commits.</summary>
/// <param name="Path">From the top folder, with forward slashes.</param>
/// <param name="Lines">Lines added and removed; 0 where they were not asked for, and of binary files.</param>
internal sealed record ChangedFile(string Path, long Lines);
