using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Custodian.Ledger;

/// <summary>The head of a log (C2SP tlog-checkpoint), to be signed or just read.</summary>
/// <param name="Origin">Names the log; the name of the key that signs it.</param>
/// <param name="Size">Number of entries.</param>
/// <param name="Root">RFC 6962 root of that many entries, 32 bytes.</param>
internal sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>The note's text.</summary>
    public string Text => $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n";

    /// <summary>Reads a note's text strictly; lines after the third are passed over, as the specification has it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Checkpoint? checkpoint)
    {
        checkpoint = null;
        if (!text.EndsWith('\n')) return false;
        var lines = text[..^1].Split('\n');
        if (lines.Length < 3 || lines.Any(line => line.Length == 0)) return false;
        if (!long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) return false;
        if (size.ToString(CultureInfo.InvariantCulture) != lines[1]) return false;
        if (!StrictBase64.TryDecode(lines[2], out var root) || root.Length != MerkleTree.HashSize) return false;

        checkpoint = new(lines[0], size, root);
        return true;
    }

    /// <summary>The signed checkpoint, as it is published.</summary>
    /// <exception cref="ArgumentException">The key is of another log.</exception>
    public string SignedBy(LedgerKey key) => key.Name == Origin
        ? key.Sign(Text)
        : throw new ArgumentException($"The key of '{key.Name}' does not sign for '{Origin}'.", nameof(key));

    public bool Equals(Checkpoint? other) =>
        other is not null && Origin == other.Origin && Size == other.Size && Root.AsSpan().SequenceEqual(other.Root);

    public override int GetHashCode() => HashCode.Combine(Origin, Size, Convert.ToBase64String(Root));
}
