using System.Diagnostics.CodeAnalysis;

namespace Custodian.Ledger;

/// <summary>RFC 4648 section 4 without leniency: no white space, no stray bits, so that bytes have one text only.</summary>
internal static class StrictBase64
{
    public static bool TryDecode(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        var buffer = new byte[text.Length];
        var good = Convert.TryFromBase64String(text, buffer, out var length) && Convert.ToBase64String(buffer, 0, length) == text;
        bytes = good ? buffer[..length] : null;
        return good;
    }
}
