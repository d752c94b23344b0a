using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Custodian.Ledger;

/// <summary>What the two forms of a key, verifier's and signer's, have in common (C2SP signed-note).</summary>
internal static class NoteKey
{
    /// <summary>Signature type of Ed25519; the first byte of an encoded key.</summary>
    public const byte Ed25519 = 1;

    /// <summary>Not empty, without spaces, plus signs and control characters; such as <c>example.nhs.uk/ledger</c>.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !name.Any(sign => sign < ' ' || sign == '+' || char.IsWhiteSpace(sign));

    /// <summary>The first four bytes of SHA-256 over name, newline, signature type and public key.</summary>
    public static uint IdOf(string name, ReadOnlySpan<byte> publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', Ed25519, .. publicKey]));

    /// <summary><c>name+id+base64(type and key)</c>.</summary>
    public static string Encode(string name, uint id, ReadOnlySpan<byte> key) =>
        $"{name}+{id:x8}+{Convert.ToBase64String([Ed25519, .. key])}";

    /// <summary>Reads <see cref="Encode"/>'s text; the id is for the caller to check.</summary>
    /// <returns>Null where the text is not of that form or its key is not Ed25519.</returns>
    public static (string Name, string Id, byte[] Key)? Decode(string text)
    {
        // Base64 may hold plus signs, a name may not.
        return text.Split('+', 3) is [var name, var id, var rest]
            && IsName(name)
            && StrictBase64.TryDecode(rest, out var key)
            && key is [Ed25519, ..]
            && key.Length == 33
                ? (name, id, key[1..])
                : null;
    }
}
