using Custodian.Git;
using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>What is known of a file's bytes, wherever they lie.</summary>
/// <param name="Scan">What was found.</param>
/// <param name="Size">In bytes; -1 where it is not known.</param>
/// <param name="Sha1">SHA-1 of the bytes alone, which is not git's id of them; null where they were not read, and all zeros where nobody asks for it.</param>
/// <param name="Sha256">SHA-256 in hex, of archives that begin as zip files do: what a jar is known by elsewhere; null of all else.</param>
internal readonly record struct ContentScan(FileScan Scan, long Size, BlobId? Sha1 = null, string? Sha256 = null)
{
    /// <summary>True: git could not hand its bytes out, and may another time, once its objects are mended.</summary>
    public bool IsMissing => Sha1 is null && Size < 0;

    /// <summary>Nothing of it was seen.</summary>
    /// <param name="trouble">Why, as a sentence's rest that begins with the file.</param>
    public static ContentScan Unreadable(string trouble, long size = -1) => new(new(FileClass.Unreadable, [], trouble), size);

    /// <summary>Over the limit, whatever was found when the limit was another one.</summary>
    public static ContentScan TooLarge(long size, long largest) =>
        Unreadable($"it has {PlainText.OfBytes(size)}, and files of more than {PlainText.OfBytes(largest)} are not looked at", size);
}
