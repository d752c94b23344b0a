using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>A scanner for each worker, kept from one scan to the next with the leading comments that they share.</summary>
/// <param name="index">What is known of licences; null: what the engine brings.</param>
/// <param name="digests">Whether the SHA-1 of each file is wanted.</param>
/// <param name="make">Makes one that shares these comments; null: as everywhere.</param>
internal sealed class ContentScanners(LicenceIndex? index = null, bool digests = true, Func<LicenceMemo, ContentScanner>? make = null)
{
    // Begins like what is found most, so that all that it takes is there when the first file comes.
    private static readonly byte[] Sample = [.. "/* Licensed under the Apache License, Version 2.0 */\n"u8];

    private readonly LicenceMemo memo = new();
    private readonly List<ContentScanner?> scanners = [];
    private Task<ContentScanner>? first;

    /// <summary>The one of this worker, which alone uses it.</summary>
    public ContentScanner this[int worker]
    {
        get
        {
            lock (scanners)
            {
                while (scanners.Count <= worker) scanners.Add(null);
                return scanners[worker] ??= worker == 0 && first is not null ? First(first) : Make();
            }
        }
    }

    /// <summary>Begins to make the first one, and does not wait for it.</summary>
    public void Prepare() => first ??= Task.Run(() =>
    {
        var scanner = Make();
        scanner.Scan(Sample);
        return scanner;
    });

    private ContentScanner First(Task<ContentScanner> begun)
    {
        try
        {
            return begun.GetAwaiter().GetResult();
        }
        catch
        {
            // The next scan makes another one.
            first = null;
            throw;
        }
    }

    private ContentScanner Make() => make?.Invoke(memo) ?? new(memo, digests, index);
}
