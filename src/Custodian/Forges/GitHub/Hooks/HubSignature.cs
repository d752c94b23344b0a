using System.Security.Cryptography;

namespace Custodian.Forges.GitHub.Hooks;

/// <summary>
/// X-Hub-Signature-256: <c>sha256=</c> and the HMAC-SHA256 of the raw body in hexadecimal digits
/// (docs.github.com, "Validating webhook deliveries").
/// </summary>
internal static class HubSignature
{
    private const string Prefix = "sha256=";

    /// <param name="keys">Those that are good just now; several while a secret is being changed.</param>
    /// <param name="signature">The header.</param>
    /// <param name="body">The bytes as they came.</param>
    /// <exception cref="HookRefusedException">No key made it.</exception>
    public static void Verify(IReadOnlyList<byte[]> keys, string signature, ReadOnlySpan<byte> body)
    {
        var given = new byte[HMACSHA256.HashSizeInBytes];
        if (!TryRead(signature, given))
        {
            throw new HookRefusedException(HookRefusal.SignatureWrong, "X-Hub-Signature-256 is sha256= followed by 64 hexadecimal digits.");
        }

        var matched = false;
        foreach (var key in keys) matched |= CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, body), given);
        if (matched) return;

        throw new HookRefusedException(
            HookRefusal.SignatureWrong,
            "X-Hub-Signature-256 was not made over these bytes with a secret of this service: compare the webhook's secret on GitHub with service: github: hook-secret, and see that nothing on the way changes the body.");
    }

    private static bool TryRead(string signature, Span<byte> bytes) =>
        signature.StartsWith(Prefix, StringComparison.Ordinal) && signature.Length == Prefix.Length + (2 * bytes.Length)
        && Convert.FromHexString(signature.AsSpan(Prefix.Length), bytes, out _, out _) == System.Buffers.OperationStatus.Done;
}
