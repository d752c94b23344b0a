using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;

namespace Custodian.Ledger;

/// <summary>
/// The private key that signs checkpoints, as golang.org/x/mod/sumdb/note writes it: <c>PRIVATE+KEY+name+id+base64(0x01 and seed)</c>.
/// Its name is the origin of the checkpoints. Not a record, so that nothing prints it by accident.
/// </summary>
internal sealed class LedgerKey
{
    private const string Prefix = "PRIVATE+KEY+";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Ed25519PrivateKeyParameters key;

    private LedgerKey(string name, byte[] seed)
    {
        key = new(seed);
        Verifier = new(name, key.GeneratePublicKey().GetEncoded());
    }

    public string Name => Verifier.Name;

    /// <summary>What outsiders pin.</summary>
    public VerifierKey Verifier { get; }

    private static readonly Lock Creating = new();

    /// <summary>A new key, nowhere written yet.</summary>
    /// <exception cref="LedgerKeyException">The name cannot be one.</exception>
    public static LedgerKey Generate(string name)
    {
        if (!NoteKey.IsName(name))
        {
            throw new LedgerKeyException(
                $"'{name}' cannot name a ledger: use something like example.nhs.uk/ledger, without spaces and plus signs.");
        }

        return new(name, RandomNumberGenerator.GetBytes(Ed25519PrivateKeyParameters.KeySize));
    }

    /// <summary>Reads a key from the text of a secret; <paramref name="source"/> says in a message where it is from.</summary>
    /// <exception cref="LedgerKeyException">The text is not a key.</exception>
    public static LedgerKey Parse(string text, string source)
    {
        var line = text.TrimEnd('\r', '\n');
        if (line.StartsWith(Prefix, StringComparison.Ordinal) && NoteKey.Decode(line[Prefix.Length..]) is { } parts)
        {
            var key = new LedgerKey(parts.Name, parts.Key);
            if (parts.Id == $"{key.Verifier.Id:x8}") return key;
        }

        throw new LedgerKeyException(
            $"{source} does not hold a ledger key (one line, PRIVATE+KEY+name+id+base64): restore it from its backup. "
            + "A new key starts a new ledger for everyone who has pinned the old one.");
    }

    /// <summary>Reads a key file that only its owner can read.</summary>
    /// <exception cref="LedgerKeyException">Others can read or change it, or it is not a key.</exception>
    /// <exception cref="IOException">It cannot be read, or is not there.</exception>
    public static LedgerKey Load(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

        // Asked of the open file, so that what is judged is what is read. Windows has no such bits; there the folder's
        // access list is the operator's to set.
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & ~OwnerOnly) is not 0)
        {
            throw new LedgerKeyException(
                $"The ledger key {path} is open to others: run chmod 600 '{path}', and make a new key if anyone may have read it.");
        }

        using var reader = new StreamReader(file);
        return Parse(reader.ReadToEnd(), path);
    }

    /// <summary>Reads the key, or makes it where there is none; <paramref name="name"/> is the ledger's origin.</summary>
    /// <exception cref="LedgerKeyException">As <see cref="Load"/>; or the key there has another name.</exception>
    public static LedgerKey LoadOrCreate(string path, string name)
    {
        // A move that must not overwrite asks first and renames then: two starts at once could each put their own key there. Other
        // processes are kept away by the data folder's lock.
        lock (Creating)
        {
            if (!File.Exists(path)) TryCreate(path, name);
        }

        var key = Load(path);
        return key.Name == name
            ? key
            : throw new LedgerKeyException(
                $"The ledger key {path} signs as '{key.Name}', not as '{name}': name the ledger '{key.Name}', or put the right key there.");
    }

    /// <summary>One signature line of a note's text.</summary>
    public string SignatureLine(byte[] message)
    {
        var signer = new Ed25519Signer();
        signer.Init(forSigning: true, key);
        signer.BlockUpdate(message, 0, message.Length);
        return SignedNote.Line(Name, Verifier.Id, signer.GenerateSignature());
    }

    /// <summary>A text with this key's signature below it (C2SP signed-note).</summary>
    public string Sign(string text) => SignedNote.Sign(text, this);

    /// <summary>The public key: a private one is never printed.</summary>
    public override string ToString() => Verifier.Text;

    // Written whole under another name first: a crash leaves a key or none, never half of one.
    private static void TryCreate(string path, string name)
    {
        var made = Generate(name);
        var temporary = $"{path}.new-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(temporary, options))
            {
                var text = Prefix + NoteKey.Encode(name, made.Verifier.Id, made.key.GetEncoded()) + "\n";
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another start was quicker; its key is the key.
        }
        finally
        {
            File.Delete(temporary);
        }
    }
}
