using Microsoft.Win32.SafeHandles;

namespace Custodian.Git;

/// <summary>The packs of a repository, by their indexes.</summary>
/// <param name="objects">The repository's folder of objects.</param>
internal sealed class PackFolder(string objects)
{
    private readonly string[] indexes = Directory.Exists(Path.Combine(objects, "pack"))
        ? [.. Directory.EnumerateFiles(Path.Combine(objects, "pack"), "*.idx").Order(StringComparer.Ordinal)]
        : [];

    /// <returns>Null where it cannot be opened.</returns>
    public SafeFileHandle? TryOpen(int pack)
    {
        try
        {
            return File.OpenHandle(Path.ChangeExtension(indexes[pack], ".pack"));
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            // git is asked: it says so in its own words.
            return null;
        }
    }

    /// <summary>Finds out where blobs lie.</summary>
    /// <param name="blobs">Repeated ones are taken once.</param>
    /// <returns>In the order of packs, and in those of offsets. Those that no pack holds come last.</returns>
    public StoredBlob[] Locate(IEnumerable<BlobId> blobs)
    {
        BlobId[] sorted = [.. blobs.Distinct().Order()];
        var found = Array.ConvertAll(sorted, id => new StoredBlob(id, -1, 0));
        for (var pack = 0; pack < indexes.Length; pack++) PackIndex.Locate(indexes[pack], pack, found);

        // As unsigned, no pack comes last.
        Array.Sort(found, (one, other) => one.Pack == other.Pack ? one.Offset.CompareTo(other.Offset) : ((uint)one.Pack).CompareTo((uint)other.Pack));
        return found;
    }

    /// <summary>True when the repository holds something for this blob, damaged or not.</summary>
    public bool Holds(StoredBlob blob)
    {
        var name = blob.Id.ToString();
        return blob.IsPacked || File.Exists(Path.Combine(objects, name[..2], name[2..]));
    }
}
