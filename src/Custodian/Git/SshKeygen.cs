namespace Custodian.Git;

/// <summary>SSH signatures (OpenSSH's PROTOCOL.sshsig) by OpenSSH's own ssh-keygen.</summary>
internal sealed class SshKeygen(ProgramRunner programs)
{
    /// <summary>Signatures over statements.</summary>
    public const string StatementNamespace = "custodian-sign-off";

    /// <summary>Signatures over git's commits and tags.</summary>
    public const string GitNamespace = "git";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Checks a signature against the keys of one person.</summary>
    /// <param name="keys">Public keys in one-line form.</param>
    /// <returns>Fingerprint of the key that made it; null where none of them did.</returns>
    /// <exception cref="GitException">It was not judged in time.</exception>
    public async Task<string?> VerifyAsync(string person, IReadOnlyList<string> keys, string purpose, byte[] message, string signature, CancellationToken stop)
    {
        var folder = Directory.CreateTempSubdirectory("custodian-verify-");
        try
        {
            var allowed = Path.Combine(folder.FullName, "allowed_signers");
            var armoured = Path.Combine(folder.FullName, "signature");
            await File.WriteAllLinesAsync(allowed, keys.Select(key => $"{person} namespaces=\"{purpose}\" {key}"), stop);
            await File.WriteAllTextAsync(armoured, signature, stop);
            var verified = await programs.RunAsync(new()
            {
                Program = "ssh-keygen",
                Arguments = ["-Y", "verify", "-f", allowed, "-I", person, "-n", purpose, "-s", armoured],
                Input = message,
                Timeout = Limit,
            }, stop);
            // Not judged is not wrong: whoever signed is to send it again.
            if (verified.TimedOut) throw new GitException($"ssh-keygen did not come to judge the signature within {Limit.TotalSeconds:0} s: send it again.");
            return verified.Succeeded ? Fingerprint(verified.Output) : null;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Signs with a private key file, or through the agent where only the public key file is at hand.</summary>
    /// <exception cref="GitException">ssh-keygen could not sign; the message is its own.</exception>
    public async Task<string> SignAsync(string keyFile, string purpose, byte[] message, CancellationToken stop)
    {
        var agent = Environment.GetEnvironmentVariable("SSH_AUTH_SOCK");
        var signed = await programs.RunAsync(new()
        {
            Program = "ssh-keygen",
            Arguments = ["-Y", "sign", "-f", keyFile, "-n", purpose],
            Environment = agent is null ? new Dictionary<string, string>() : new() { ["SSH_AUTH_SOCK"] = agent },
            Input = message,
            // Long enough to type a passphrase or touch a security key.
            Timeout = TimeSpan.FromMinutes(2),
        }, stop);
        return signed.Succeeded
            ? signed.Output
            : throw new GitException($"{keyFile} could not sign: {signed.Error.Trim()}");
    }

    // Good "custodian-sign-off" signature for PERSON with ED25519 key SHA256:…
    private static string Fingerprint(string output)
    {
        var at = output.LastIndexOf("SHA256:", StringComparison.Ordinal);
        return at < 0 ? "unknown" : output[at..].Trim();
    }
}
