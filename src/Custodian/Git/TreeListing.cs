namespace Custodian.Git;

/// <summary>What <c>git ls-tree -r -z</c> prints: <c>MODE TYPE ID TAB PATH NUL</c>, read as it comes. Paths stay where they were read to.</summary>
internal sealed class TreeListing
{
    public const int MostEntries = 2_000_000;

    private const long MostBytes = 256L << 20;
    private const int BlockSize = 1 << 20;
    private const int ModeDigits = 6;

    private readonly List<CommitEntry> entries = [];
    private byte[] block = new byte[BlockSize];
    private int start;
    private int end;

    public IReadOnlyList<CommitEntry> Entries => entries;

    /// <summary>True when it was given up because there was no end of it.</summary>
    public bool Endless { get; private set; }

    /// <summary>Reads to the end of it, or to where there can be none.</summary>
    /// <exception cref="GitException">It is no such list.</exception>
    public async Task ReadAsync(Stream output, CancellationToken stop)
    {
        long seen = 0;
        for (int read; !Endless && (read = await output.ReadAsync(block.AsMemory(end), stop)) > 0;)
        {
            seen += read;
            end += read;
            for (int length; (length = block.AsSpan(start, end - start).IndexOf((byte)0)) >= 0; start += length + 1) entries.Add(Parse(block.AsMemory(start, length)));
            if (end == block.Length) Renew();
            Endless = seen > MostBytes || entries.Count > MostEntries;
        }
    }

    // Entries keep pointing into the old block.
    private void Renew()
    {
        var rest = block.AsSpan(start, end - start);
        var next = new byte[Math.Max(BlockSize, 2 * rest.Length)];
        rest.CopyTo(next);
        (block, start, end) = (next, 0, rest.Length);
    }

    private static CommitEntry Parse(ReadOnlyMemory<byte> entry)
    {
        var line = entry.Span;
        var tab = line.IndexOf((byte)'\t');
        if (tab <= BlobId.Digits) throw new GitException("git listed the commit in a way that is not understood.");

        return new(entry[(tab + 1)..], KindOf(line[..ModeDigits]), BlobId.Parse(line[(tab - BlobId.Digits)..tab]));
    }

    /// <param name="mode">Six octal digits, as git prints them.</param>
    public static EntryKind KindOf(ReadOnlySpan<byte> mode) => mode switch
    {
        [(byte)'1', (byte)'6', ..] => EntryKind.Submodule,
        [(byte)'1', (byte)'2', ..] => EntryKind.SymbolicLink,
        [(byte)'1', (byte)'0', _, var owner, ..] when (owner & 1) == 1 => EntryKind.Executable,
        _ => EntryKind.File,
    };
}
