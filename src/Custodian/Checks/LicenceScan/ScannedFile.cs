using Custodian.Git;
using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>One file that was scanned.</summary>
/// <param name="File">Where it lies, and what was found in it.</param>
/// <param name="Sha1">SHA-1 of its bytes, held as ids are; null where they could not be had.</param>
/// <param name="Sha256">SHA-256 of its bytes in hex, where it is an archive.</param>
internal sealed record ScannedFile(LicenceFile File, BlobId? Sha1, string? Sha256)
{
    private static readonly FileScan Submodule = new(FileClass.Unreadable, [], "it is a submodule: what it holds is no part of this commit, so copy the files in");

    public static ScannedFile Of(CommitEntry entry, ContentScan content) => new(
        // Where a link leads is no licence, whatever the words are; but what cannot be read is not known to be harmless.
        new(SafePath.Of(entry.Path.Span), entry.Id.ToString(), entry.Kind == EntryKind.SymbolicLink && content.Sha1 is not null ? FileScan.Nothing : content.Scan) { IsMissing = content.IsMissing },
        content.Sha1,
        content.Sha256);

    public static ScannedFile OfSubmodule(CommitEntry entry) => new(new(SafePath.Of(entry.Path.Span), entry.Id.ToString(), Submodule), null, null);
}
