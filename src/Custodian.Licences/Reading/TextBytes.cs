using System.Text;

namespace Custodian.Licences.Reading;

/// <summary>Tells text from what is none, and brings every encoding to one that holds ASCII as single bytes.</summary>
internal static class TextBytes
{
    // As far as git looks for a zero byte.
    private const int Head = 8000;

    /// <returns>The text as UTF-8 or Latin-1, without what nobody sees; false: it is not text.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> text)
    {
        if (!TryDecode(bytes, out text)) return false;

        text = Unseen.Without(text);
        return true;
    }

    private static bool TryDecode(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> text)
    {
        text = bytes;
        // A mark alone proves nothing: before single bytes it would hide all of them.
        if (bytes.Length >= 2 && bytes[0] == 0xFF && bytes[1] == 0xFE && IsWide(bytes)) return Decoded(Encoding.Unicode, bytes[2..], out text);
        if (bytes.Length >= 2 && bytes[0] == 0xFE && bytes[1] == 0xFF && IsWide(bytes)) return Decoded(Encoding.BigEndianUnicode, bytes[2..], out text);
        if (bytes.Length >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF) text = bytes[3..];

        var head = bytes[..Math.Min(Head, bytes.Length)];
        if (!head.Contains((byte)0)) return true;
        return Wide(head) is { } encoding && Decoded(encoding, bytes, out text);
    }

    // Line ends and blanks of UTF-16 hold zeros, whatever it is written in; single bytes that git takes for text hold none.
    private static bool IsWide(ReadOnlySpan<byte> bytes) => bytes[..Math.Min(Head, bytes.Length)].Contains((byte)0) || bytes.Length < 4;

    private static bool Decoded(Encoding encoding, ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> text)
    {
        text = Encoding.Convert(encoding, Encoding.UTF8, bytes[..(bytes.Length & ~1)].ToArray());
        return !text[..Math.Min(Head, text.Length)].Contains((byte)0);
    }

    // UTF-16 without its mark: nearly every second byte of Western text is zero, and always the same one.
    private static Encoding? Wide(ReadOnlySpan<byte> head)
    {
        var (even, odd) = (0, 0);
        for (var i = 0; i < head.Length; i++)
        {
            if (head[i] != 0) continue;
            if ((i & 1) == 0) even++;
            else odd++;
        }

        var most = head.Length / 2;
        if (odd > most * 7 / 10 && even <= most / 100) return Encoding.Unicode;
        return even > most * 7 / 10 && odd <= most / 100 ? Encoding.BigEndianUnicode : null;
    }
}
