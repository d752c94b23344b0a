namespace Custodian.Git;

/// <summary>One path of a commit.</summary>
/// <param name="Path">As git has it: bytes of any encoding, without a NUL, folders parted by slashes.</param>
/// <param name="Id">The blob; of a submodule the commit.</param>
internal readonly record struct CommitEntry(ReadOnlyMemory<byte> Path, EntryKind Kind, BlobId Id);
