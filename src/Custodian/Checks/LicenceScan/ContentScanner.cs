using System.Security.Cryptography;
using Custodian.Licences;
using Custodian.Licences.Expressions;

namespace Custodian.Checks;

/// <summary>Scans files by their bytes, texts and archives alike, one after another. Not for several threads at once: give each its own.</summary>
internal sealed class ContentScanner
{
    private static readonly SpdxIds Ids = new(LicenceIndex.Shipped);

    private readonly LicenceScanner scanner;
    private readonly ArchiveScan archives;

    private readonly bool digests;

    /// <param name="memo">Shared with others of the same index; null: nothing is remembered.</param>
    /// <param name="digests">Whether the SHA-1 of each file is wanted, which is a tenth of the work.</param>
    /// <param name="index">What is known of licences; null: what the engine brings.</param>
    public ContentScanner(LicenceMemo? memo, bool digests, LicenceIndex? index = null)
    {
        this.digests = digests;
        scanner = new(index ?? LicenceIndex.Shipped, memo);
        archives = new(scanner, Ids);
    }

    public ContentScan Scan(ReadOnlySpan<byte> bytes)
    {
        Span<byte> sha1 = stackalloc byte[SHA1.HashSizeInBytes];
        sha1.Clear();
#pragma warning disable CA5350 // SPDX lists files by it; nothing here rests on it.
        if (digests) SHA1.HashData(bytes, sha1);
#pragma warning restore CA5350
        return ArchiveReader.IsArchive(bytes)
            ? new(archives.Scan(bytes), bytes.Length, new(sha1), Convert.ToHexStringLower(SHA256.HashData(bytes)))
            : new(scanner.Scan(bytes), bytes.Length, new(sha1));
    }
}
