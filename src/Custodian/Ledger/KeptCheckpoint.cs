using System.Text;

namespace Custodian.Ledger;

/// <summary>The newest checkpoint that was signed, beside the database and not in it, so that an older database that is put back is found out.</summary>
internal sealed class KeptCheckpoint(string folder)
{
    public string File { get; } = Path.Combine(folder, "ledger.checkpoint");

    /// <summary>The signed note; null before the first one.</summary>
    public string? Read() => System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : null;

    /// <summary>Its head, whoever signed it; null before the first one.</summary>
    /// <exception cref="LedgerForkException">The file does not hold a checkpoint.</exception>
    public Checkpoint? Head() => Read() is { } note ? HeadOf(note) : null;

    /// <summary>The note and its size, whoever signed it; null before the first one.</summary>
    /// <exception cref="LedgerForkException">The file does not hold a checkpoint.</exception>
    public SignedHead? Signed() => Read() is { } note ? new(HeadOf(note).Size, note) : null;

    /// <summary>Keeps a note. It is the old one or the new one, whole, at every moment.</summary>
    public void Write(string note)
    {
        var temporary = File + ".new";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(Encoding.UTF8.GetBytes(note));
            file.Flush(flushToDisk: true);
        }

        System.IO.File.Move(temporary, File, overwrite: true);
    }

    private Checkpoint HeadOf(string note) => note.Split("\n\n") is [var text, _] && Checkpoint.TryParse(text + "\n", out var head)
        ? head
        : throw new LedgerForkException($"{File} does not hold a checkpoint: put back the one from the newest backup.");
}
