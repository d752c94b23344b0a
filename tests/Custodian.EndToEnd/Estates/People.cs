using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd.Estates;

/// <summary>The people of an estate, with their keys in a folder, and OpenSSH's own ssh-keygen as their pen.</summary>
internal sealed class People(string folder)
{
    public const string Taunton = "taunton-director";
    public const string Sthk = "sthk-director";
    public const string Blackpool = "blackpool-director";
    public const string Cso = "taunton-cso";

    /// <summary>One director of each custodian.</summary>
    public static readonly IReadOnlyList<string> Directors = [Taunton, Sthk, Blackpool];

    /// <summary>Everyone whose sign-off a commit needs.</summary>
    public static readonly IReadOnlyList<string> Signers = [.. Directors, Cso];

    private readonly ProgramRunner programs = new("tests");

    public static string RoleOf(string person) => person == Cso ? "clinical-safety-officer" : "director";

    /// <summary>A private key file.</summary>
    public string Key(string name) => Path.Combine(folder, name);

    public string PublicKey(string name) => string.Join(' ', File.ReadAllText(Key(name) + ".pub").Split(' ').Take(2)).Trim();

    /// <param name="kind">As ssh-keygen -t takes it.</param>
    public async Task MakeKeyAsync(string name, string kind = "ed25519") =>
        await RunAsync(["-q", "-t", kind, "-N", "", "-C", name, "-f", Key(name)], default);

    /// <summary>An armoured signature over the bytes.</summary>
    public Task<string> SignAsync(string key, byte[] bytes, string purpose = "custodian-sign-off") =>
        RunAsync(["-Y", "sign", "-f", Key(key), "-n", purpose], bytes);

    private async Task<string> RunAsync(string[] arguments, ReadOnlyMemory<byte> input)
    {
        var run = await programs.RunAsync(
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
