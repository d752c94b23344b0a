using System.Buffers.Binary;
using System.Text;

namespace Custodian.Ledger;

/// <summary>C2SP signed-note: a text, a blank line, and a line for each signature.</summary>
internal static class SignedNote
{
    private const string LineStart = "\u2014 ";

    /// <summary>Keys beyond 16 must not stop a reader; beyond 100 somebody wastes our time.</summary>
    private const int MostSignatures = 100;

    private const int IdSize = 4;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The note of a text, signed by one key.</summary>
    /// <exception cref="ArgumentException">The text does not end in a newline, or has control characters.</exception>
    public static string Sign(string text, LedgerKey key)
    {
        if (!text.EndsWith('\n') || !IsClean(text))
            throw new ArgumentException("A note's text ends in a newline and has no other control characters.", nameof(text));
        return $"{text}\n{key.SignatureLine(Utf8.GetBytes(text))}";
    }

    /// <summary>One signature line, with its newline.</summary>
    public static string Line(string name, uint id, ReadOnlySpan<byte> signature)
    {
        var idBytes = new byte[IdSize];
        BinaryPrimitives.WriteUInt32BigEndian(idBytes, id);
        return $"{LineStart}{name} {Convert.ToBase64String([.. idBytes, .. signature])}\n";
    }

    /// <summary>Reads and checks a note. Signatures by keys that are not known, witnesses' for example, are passed over;
    /// one bad signature by a known key refuses the note.</summary>
    public static OpenedNote Open(byte[] note, params IReadOnlyList<VerifierKey> known)
    {
        if (Parse(note) is not { } parts) return new OpenedNote.Refused("it is not a well-formed signed note");

        var message = Utf8.GetBytes(parts.Text);
        var signed = false;
        foreach (var (name, id, signature) in parts.Signatures)
        {
            if (known.FirstOrDefault(key => key.Name == name && key.Id == id) is not { } key) continue;
            if (!key.Verify(message, signature))
                return new OpenedNote.Refused($"the signature by {name}+{id:x8} is not a signature of this text");
            signed = true;
        }

        if (signed) return new OpenedNote.Good(parts.Text);

        var signers = string.Join(", ", parts.Signatures.Select(signature => $"{signature.Name}+{signature.Id:x8}").Distinct());
        var wanted = string.Join(", ", known.Select(key => $"{key.Name}+{key.Id:x8}"));
        return new OpenedNote.Refused($"it is signed by {signers}, not by {wanted}");
    }

    private static (string Text, List<(string Name, uint Id, byte[] Signature)> Signatures)? Parse(byte[] note)
    {
        string all;
        try
        {
            all = Utf8.GetString(note);
        }
        catch (DecoderFallbackException)
        {
            // Bytes that are not UTF-8 are not a note; the caller says so.
            return null;
        }

        var split = all.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || !all.EndsWith('\n') || !IsClean(all)) return null;

        List<(string, uint, byte[])> signatures = [];
        var rest = all[(split + 2)..];
        if (rest.Length == 0) return null;
        foreach (var line in rest[..^1].Split('\n'))
        {
            if (!line.StartsWith(LineStart, StringComparison.Ordinal) || signatures.Count == MostSignatures) return null;
            if (line[LineStart.Length..].Split(' ', 2) is not [var name, var encoded]) return null;
            if (!NoteKey.IsName(name) || !StrictBase64.TryDecode(encoded, out var bytes) || bytes.Length <= IdSize) return null;
            signatures.Add((name, BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[IdSize..]));
        }

        return (all[..(split + 1)], signatures);
    }

    private static bool IsClean(string text) => text.All(sign => sign >= ' ' || sign == '\n');
}
