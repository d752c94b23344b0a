using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Custodian.SignOffs;

/// <summary>Standard Webhooks signatures (standardwebhooks.com, v1: HMAC-SHA256 over "id.timestamp.body").</summary>
internal static class HookSignature
{
    private const string SecretPrefix = "whsec_";

    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of a secret as custodians are given it.</summary>
    /// <exception cref="FormatException">It is not whsec_ followed by base64 of 24 to 64 bytes.</exception>
    public static byte[] Key(string secret)
    {
        var key = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? Convert.FromBase64String(secret[SecretPrefix.Length..]) : [];
        return key.Length is >= 24 and <= 64 ? key : throw new FormatException("a hook secret is whsec_ followed by base64 of 24 to 64 random bytes");
    }

    /// <exception cref="RefusalException">The headers do not prove the body.</exception>
    public static void Verify(IReadOnlyList<byte[]> keys, string? id, string? timestamp, string? signatures, byte[] body, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(timestamp) || string.IsNullOrEmpty(signatures))
        {
            throw new RefusalException(Refusal.SignatureMissing, "The headers webhook-id, webhook-timestamp and webhook-signature are needed (standardwebhooks.com).");
        }

        if (id.Length > 256 || id.Any(char.IsControl)) throw new RefusalException(Refusal.SignatureWrong, "webhook-id is too long, or holds control characters.");
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(now.ToUnixTimeSeconds() - (double)seconds) > Tolerance.TotalSeconds)
        {
            throw new RefusalException(Refusal.TimestampOutside, $"webhook-timestamp must be within {Tolerance.TotalMinutes:0} minutes of {now.ToUnixTimeSeconds()}: send the hook anew, and check the clock.");
        }

        byte[] message = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
        if (!keys.Any(key => Signed(HMACSHA256.HashData(key, message), signatures)))
        {
            throw new RefusalException(Refusal.SignatureWrong, "No signature in webhook-signature was made over these bytes with this custodian's secret.");
        }
    }

    private static bool Signed(byte[] expected, string signatures)
    {
        var matched = false;
        var given = new byte[expected.Length];
        foreach (var signature in signatures.Split(' ', 32, StringSplitOptions.RemoveEmptyEntries))
        {
            var usable = signature.StartsWith("v1,", StringComparison.Ordinal)
                && Convert.TryFromBase64String(signature[3..], given, out var length) && length == expected.Length;
            matched |= usable && CryptographicOperations.FixedTimeEquals(expected, given);
        }

        return matched;
    }
}
