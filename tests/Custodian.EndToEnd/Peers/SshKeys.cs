using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd.Peers;

/// <summary>Keys, made by OpenSSH's own ssh-keygen.</summary>
internal static class SshKeys
{
    /// <summary>Makes a pair without a passphrase: the private key in this file, the public one beside it.</summary>
    /// <param name="kind">As ssh-keygen -t takes it.</param>
    /// <returns>The public key as a policy names it: kind and key, without a comment.</returns>
    public static async Task<string> MakeAsync(string file, string kind = "ed25519")
    {
        await RunAsync(["-q", "-t", kind, "-N", "", "-C", Path.GetFileName(file), "-f", file]);
        return PublicOf(file);
    }

    public static string PublicOf(string file) => string.Join(' ', File.ReadAllText(file + ".pub").Split(' ').Take(2)).Trim();

    /// <summary>An armoured signature over the bytes.</summary>
    public static Task<string> SignAsync(string file, byte[] bytes, string purpose) => RunAsync(["-Y", "sign", "-f", file, "-n", purpose], bytes);

    private static async Task<string> RunAsync(string[] arguments, ReadOnlyMemory<byte> input = default)
    {
        var run = await new ProgramRunner("tests").RunAsync(
            new()
            {
                Program = Peer.Require("ssh-keygen", "openssh-client"),
                Arguments = arguments,
                Input = input,
                Timeout = TimeSpan.FromMinutes(1),
            },
            TestContext.Current.CancellationToken);
        Assert.True(run.Succeeded, run.Error);
        return run.Output;
    }
}
