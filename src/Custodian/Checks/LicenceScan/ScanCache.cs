using System.Collections.Concurrent;
using Custodian.Git;
using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>
/// What was found in each blob, kept in one file between runs. Nothing rests on the file: of another version, damaged or not there, it is not
/// used and written anew. For one scan at a time.
/// </summary>
internal sealed class ScanCache
{
    /// <summary>The engine and its data, each with its version: what one finds, another need not.</summary>
    public static readonly string Engine = $"Custodian.Licences {typeof(LicenceScanner).Module.ModuleVersionId:N}"[..31];

    private readonly ScanCacheFolder? folder;
    private readonly string? file;
    private readonly string version;
    private readonly Dictionary<BlobId, ContentScan> known;

    // Thousands of files say the same: it is kept once.
    private readonly ConcurrentDictionary<FileScan, FileScan> distinct = new(new SameScan());
    private int unsaved;

    /// <param name="file">Where it is kept; null: nowhere.</param>
    /// <param name="index">What is known of licences; null: what the engine brings.</param>
    /// <param name="inForce">The packs of each check that is in force: files for any others are removed. Null: nobody knows, and the last few stay.</param>
    public ScanCache(string? file, LicenceIndex? index = null, IReadOnlyList<IReadOnlyList<LicencePack>>? inForce = null)
    {
        var with = index ?? LicenceIndex.Shipped;
        version = VersionOf(with);
        folder = file is null ? null : new(file, inForce);
        this.file = folder?.FileFor(with.Packs.Select(pack => pack.Label));
        known = (this.file is null ? null : ScanCacheFile.Read(this.file, version)) ?? [];
        foreach (var content in known.Values) distinct.TryAdd(content.Scan, content.Scan);
    }

    public int Count => known.Count;

    /// <summary>True where more is new than the next start should have to find out again: the whole file is written each time.</summary>
    public bool IsWorthSaving => unsaved > 0 && unsaved >= known.Count / 8;

    /// <summary>What the file of an index without packs is good for.</summary>
    public static string Version => VersionOf(LicenceIndex.Shipped);

    /// <summary>A file for what a person on this machine scans, by where it lies.</summary>
    /// <returns>Null where there is no folder for such things.</returns>
    public static string? FileFor(string folder)
    {
        var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named && Path.IsPathFullyQualified(named)
            ? named
            : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } own ? Path.Combine(own, ".cache") : null;
        var name = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Path.GetFullPath(folder))))[..32];
        return home is null ? null : Path.Combine(home, "custodian", $"{name}.licences");
    }

    public bool TryGet(BlobId blob, out ContentScan content) => known.TryGetValue(blob, out content);

    /// <summary>The same, sharing what others found, too. For any number of threads.</summary>
    public ContentScan Shared(ContentScan content) => content with { Scan = distinct.GetOrAdd(content.Scan, content.Scan) };

    /// <summary>Takes what was found in a blob that was read; of any other it may be another next time.</summary>
    public ContentScan Keep(BlobId blob, ContentScan shared)
    {
        if (shared.Sha1 is null) return shared;

        known[blob] = shared;
        unsaved++;
        return shared;
    }

    /// <summary>Writes what is new.</summary>
    /// <returns>Why it could not be written; null: it was, or nothing is new.</returns>
    public string? Save()
    {
        if (file is null || unsaved == 0) return null;

        try
        {
            ScanCacheFile.Write(file, version, known);
            unsaved = 0;
            folder!.RemoveUnused(file);
            return null;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return unwritable.Message;
        }
    }

    // Archives are opened here, and not in the engine.
    internal static string VersionOf(LicenceIndex index) => $"{typeof(LicenceScanner).Module.ModuleVersionId} {typeof(ScanCache).Module.ModuleVersionId} {index.Key}";
}
