using System.Text;

namespace Custodian.Ledger;

/// <summary>Signs the head of the log, and never two heads that contradict each other (C2SP tlog-checkpoint, "Signatures").</summary>
internal sealed class CheckpointSigner(LedgerKey key, Tiles tiles)
{
    /// <summary>The key that everything signed here verifies with.</summary>
    public VerifierKey Verifier => key.Verifier;

    /// <summary>The signed checkpoint of a log of this size.</summary>
    /// <remarks>Last is the newest checkpoint that was ever published, best read back from where it was published; null at the very
    /// first. With the same size it is given again as it stands.</remarks>
    /// <exception cref="LedgerForkException">The log is shorter than the last checkpoint, or its entries are others.</exception>
    public async Task<string> NextAsync(long size, string? last, CancellationToken stop)
    {
        var hashes = tiles.HashesOf(size);
        if (last is not null)
        {
            if (SignedNote.Open(Encoding.UTF8.GetBytes(last), key.Verifier) is not OpenedNote.Good note
                || !Checkpoint.TryParse(note.Text, out var before)
                || before.Origin != key.Name)
            {
                throw new LedgerForkException("The last checkpoint is not signed by this ledger's key: put back the key that signed it.");
            }

            if (before.Size > size)
            {
                throw new LedgerForkException(
                    $"The store holds {size} entries, but {before.Size} were signed: an older copy was restored, or entries were removed. "
                    + "Restore the newest copy.");
            }

            if (!(await MerkleTree.RootAsync(before.Size, hashes, stop)).AsSpan().SequenceEqual(before.Root))
            {
                throw new LedgerForkException(
                    $"The first {before.Size} entries in the store are not those that were signed: the store was changed. "
                    + "Restore a copy from before the change.");
            }

            if (before.Size == size) return last;
        }

        return new Checkpoint(key.Name, size, await MerkleTree.RootAsync(size, hashes, stop)).SignedBy(key);
    }
}
