using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Custodian.Ledger;

/// <summary>A public key that signs notes, as outsiders pin it: <c>name+id+base64(0x01 and key)</c> (C2SP signed-note).</summary>
internal sealed class VerifierKey
{
    private readonly Ed25519PublicKeyParameters key;

    public VerifierKey(string name, byte[] publicKey)
    {
        Name = name;
        Id = NoteKey.IdOf(name, publicKey);
        Text = NoteKey.Encode(name, Id, publicKey);
        key = new(publicKey);
    }

    public string Name { get; }

    /// <summary>Tells keys of one name apart; an identifier, not a proof.</summary>
    public uint Id { get; }

    public string Text { get; }

    public static bool TryParse(string text, [NotNullWhen(true)] out VerifierKey? verifier)
    {
        verifier = null;
        if (NoteKey.Decode(text) is not { } parts || !Ed25519.ValidatePublicKeyFull(parts.Key, 0)) return false;
        var read = new VerifierKey(parts.Name, parts.Key);
        if (read.Text != text) return false;
        verifier = read;
        return true;
    }

    public bool Verify(byte[] message, byte[] signature)
    {
        var verifier = new Ed25519Signer();
        verifier.Init(forSigning: false, key);
        verifier.BlockUpdate(message, 0, message.Length);
        return verifier.VerifySignature(signature);
    }

    public override string ToString() => Text;
}
