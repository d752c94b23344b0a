using System.Buffers.Binary;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Utilities;

namespace Custodian.Policies;

/// <summary>A public key in OpenSSH's one-line form, checked down to the numbers in it.</summary>
internal static class SshPublicKey
{
    private const int LeastRsaBits = 2048;

    private const string Mend = "write it as in the .pub file: 'ssh-ed25519 AAAA…'";

    private static readonly string[] Types =
        ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa"];

    /// <summary>The key as type and blob, without its comment, so that equal keys are equal texts; null, and why with the mend.</summary>
    public static string? TryParse(string text, out string why)
    {
        why = "";
        if (text.StartsWith("-----BEGIN", StringComparison.Ordinal))
        {
            // A private key in a shared file is lost for good.
            why = "this looks like a private key: take it out, make a new pair, and write the .pub file's line here";
            return null;
        }

        var words = text.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || !Types.Contains(words[0]))
        {
            why = $"this is no public key of a type that is accepted ({string.Join(", ", Types)}): {Mend}";
            return null;
        }

        var blob = new byte[words[1].Length];
        if (!Convert.TryFromBase64String(words[1], blob, out var length))
        {
            why = $"the key is damaged (its middle part is not base64): copy the whole line again; {Mend}";
            return null;
        }

        blob = blob[..length];
        why = Fault(words[0], blob) ?? "";
        return why.Length == 0 ? $"{words[0]} {Convert.ToBase64String(blob)}" : null;
    }

    private static string? Fault(string type, byte[] blob)
    {
        if (InnerType(blob) is not { } inner) return $"the key is damaged (cut short): copy the whole line again; {Mend}";
        if (inner != type) return $"the key says '{type}' in front and is of another type inside: copy the whole line again; {Mend}";
        try
        {
            return OpenSshPublicKeyUtilities.ParsePublicKey(blob) is RsaKeyParameters { Modulus.BitLength: < LeastRsaBits } rsa
                ? $"the RSA key has {rsa.Modulus.BitLength} bits, and fewer than {LeastRsaBits} can be broken: make a new key with 'ssh-keygen -t ed25519'"
                : null;
        }
        catch (Exception fault) when (fault is ArgumentException or IOException or InvalidOperationException or FormatException or ArithmeticException)
        {
            return $"the key is damaged (its numbers make no key): copy the whole line again; {Mend}";
        }
    }

    // RFC 4253 §6.6: a key blob begins with its type as a string, four bytes of length in front.
    private static string? InnerType(byte[] blob)
    {
        if (blob.Length < 4) return null;
        var length = BinaryPrimitives.ReadUInt32BigEndian(blob);
        return length <= blob.Length - 4 ? Encoding.ASCII.GetString(blob, 4, (int)length) : null;
    }
}
