namespace Custodian.EndToEnd.Peers;

/// <summary>
/// Bare repositories served over ssh: sshd with one key that may do nothing but git (git-shell), for the test's own user.
/// </summary>
internal sealed class SshGitServer : IGitServer
{
    private const string Install = "openssh-server";

    // Before the folder, which would stay behind when a program is missing.
    private readonly string sshd = Peer.Require("sshd", Install);
    private readonly string gitShell = Peer.Require("git-shell", "git");
    private readonly string repositories;
    private readonly PeerFolder folder;
    private PeerProgram? server;

    private SshGitServer(string repositories)
    {
        this.repositories = repositories;
        folder = new();
    }

    public int Port { get; } = FreePort.Next();

    public string User { get; } = Environment.UserName is { Length: > 0 } user ? user
        : Peer.NotRun<string>("sshd", "an entry in /etc/passwd for the user who runs the tests");

    /// <summary>File with the server's key, good for any port of 127.0.0.1, so that a proxy may stand before it.</summary>
    public string KnownHosts => folder["known_hosts"];

    /// <summary>File with the client's private key, without a passphrase.</summary>
    public string SshKey => folder["client"];

    /// <summary>How git starts ssh for this server, with nothing of the user's own configuration, keys or agent.</summary>
    public string SshCommand =>
        $"ssh -F none -i '{SshKey}' -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes "
        + $"-o StrictHostKeyChecking=yes -o 'UserKnownHostsFile=\"{KnownHosts}\"' -o GlobalKnownHostsFile=/dev/null";

    public IReadOnlyDictionary<string, string> ClientEnvironment =>
        new Dictionary<string, string> { ["GIT_SSH_COMMAND"] = SshCommand };

    /// <summary>Starts a server.</summary>
    /// <param name="repositories">Folder with the bare repositories, full path.</param>
    /// <param name="stop">Ends the wait for it.</param>
    public static async Task<SshGitServer> ServeAsync(string repositories, CancellationToken stop)
    {
        var made = new SshGitServer(repositories);
        try
        {
            await made.ConfigureAsync();
            await made.StartAsync(stop);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    /// <summary>A repository's address.</summary>
    /// <param name="repository">Its folder's name, such as <c>openmaxims.git</c>.</param>
    /// <param name="port">Another port through which the server is reached, such as a <see cref="CuttingProxy"/>'s.</param>
    public string Url(string repository, int? port = null)
    {
        var path = Path.Combine(repositories, repository).Split('/').Select(Uri.EscapeDataString);
        return $"ssh://{Uri.EscapeDataString(User)}@127.0.0.1:{port ?? Port}{string.Join('/', path)}";
    }

    string IGitServer.Address(string repository, int? port) => Url(repository, port);

    public async Task StartAsync(CancellationToken stop)
    {
        var starting = server = new(sshd, ["-D", "-e", "-f", folder["sshd_config"]], folder.Path);
        await starting.WaitUntilAsync(_ => Task.FromResult(starting.Log.Contains("Server listening on")), stop);
    }

    public async Task StopAsync()
    {
        if (server is not null) await server.DisposeAsync();
        server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }

    private async Task ConfigureAsync()
    {
        var hostKey = await SshKeys.MakeAsync(folder["host"]);
        var clientKey = await SshKeys.MakeAsync(folder["client"]);
        folder.Write("known_hosts", $"[127.0.0.1]:* {hostKey}\n");
        folder.Write("authorized_keys", $"""restrict,command="'{gitShell}' -c \"$SSH_ORIGINAL_COMMAND\"" {clientKey}""" + "\n");

        // StrictModes: the temp folder above ours is everyone's to write in. As root, sshd wants its usual empty folder.
        if (Environment.IsPrivilegedProcess) Directory.CreateDirectory("/run/sshd", PublicToRead);
        folder.Write("sshd_config", $"""
            ListenAddress 127.0.0.1:{Port}
            HostKey "{folder["host"]}"
            AuthorizedKeysFile "{folder["authorized_keys"]}"
            AllowUsers {User}
            AuthenticationMethods publickey
            PermitRootLogin prohibit-password
            StrictModes no
            UsePAM {(IsLocked(User) ? "yes" : "no")}
            UseDNS no
            PidFile none
            PrintMotd no
            PrintLastLog no
            PermitUserRC no
            AcceptEnv GIT_PROTOCOL
            SetEnv {string.Join(' ', IsolatedGit.Environment.Select(variable => $"{variable.Key}={variable.Value}"))}

            """);
    }

    // Many systems lock root's password, and then only PAM lets sshd take its key. Only root can see and meet this.
    private static bool IsLocked(string user) =>
        Environment.IsPrivilegedProcess
        && File.ReadLines("/etc/shadow").Any(line => line.StartsWith($"{user}:!", StringComparison.Ordinal));

    private static UnixFileMode PublicToRead =>
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
}
