using System.Security.Cryptography;

namespace Custodian.Rules;

/// <summary>Names a public key as OpenSSH prints it.</summary>
public static class KeyFingerprint
{
    /// <summary>SHA-256 of the key's own bytes, in base64 without its padding (<c>ssh-keygen -l</c>).</summary>
    /// <param name="key">One line: <c>ssh-ed25519 AAAA…</c>.</param>
    /// <returns><c>SHA256:…</c>; null where the line holds no key.</returns>
    public static string? Of(string key)
    {
        if (key.Split(' ') is not [_, var encoded, ..]) return null;

        var bytes = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, bytes, out var length) ? $"SHA256:{Convert.ToBase64String(SHA256.HashData(bytes.AsSpan(0, length))).TrimEnd('=')}" : null;
    }
}
