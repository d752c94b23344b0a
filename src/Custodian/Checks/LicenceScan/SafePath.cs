using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Custodian.Checks;

/// <summary>Paths of any bytes as text: two different paths never become the same one.</summary>
internal static class SafePath
{
    /// <summary>
    /// UTF-8 as it is. Of a path with other bytes each of those becomes <c>\xNN</c>, and each <c>\</c> is doubled; so is it where the path itself
    /// has <c>\x</c> in it.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> path)
    {
        if (Utf8.IsValid(path) && path.IndexOf("\\x"u8) < 0) return Encoding.UTF8.GetString(path);

        var text = new StringBuilder();
        while (!path.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(path, out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done) text.Append(CultureInfo.InvariantCulture, $"\\x{path[0]:x2}");
            else if (rune.Value == '\\') text.Append(@"\\");
            else text.Append(rune.ToString());
            // An incomplete sequence may be of several bytes: one after the other is written.
            path = path[(status == System.Buffers.OperationStatus.Done ? length : 1)..];
        }

        return text.ToString();
    }
}
