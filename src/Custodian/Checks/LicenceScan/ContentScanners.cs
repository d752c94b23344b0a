using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>A scanner for each worker, kept from one scan to the next with the leading comments that they share.</summary>
/// <param name="index">What is known of licences; null: what the engine brings.</param>
/// <param name="digests">Whether the SHA-1 of each file is wanted.</param>
internal sealed class ContentScanners(LicenceIndex? index = null, bool digests = true)
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
                return scanners[worker] ??= worker == 0 && first is not null ? first.Result : new(memo, digests, index);
            }
        }
    }

    /// <summary>Begins to make the first one, and does not wait for it.</summary>
    public void Prepare() => first ??= Task.Run(() =>
    {
        var scanner = new ContentScanner(memo, digests, index);
        scanner.Scan(Sample);
        return scanner;
    });
}
