using System.Security.Cryptography;
using System.Text;
using Custodian.Git;

namespace Custodian.Checks;

/// <summary>
/// Folders for check runs, under the machine's temporary folder: the unprivileged user that runs checks must be able to
/// reach them, and must not be able to reach the data folder.
/// </summary>
internal sealed class Workspaces
{
    /// <summary>Most bytes of sources laid out for one run.</summary>
    public const long LargestExport = 8L << 30;

    private readonly ProgramRunner programs;
    private readonly string root;

    /// <param name="configured">Where the configuration wants them; null: under the temporary folder.</param>
    /// <param name="dataFolder">Told apart by it from those of other services on this machine.</param>
    public Workspaces(ProgramRunner programs, string? configured, string dataFolder)
    {
        this.programs = programs;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataFolder))))[..16];
        root = configured ?? Path.Combine(Path.GetTempPath(), $"custodian-{name}");
    }

    public string Make()
    {
        if (!Directory.Exists(root))
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(root);
            // Others may pass through, and not look around.
            else Directory.CreateDirectory(root, (UnixFileMode)Convert.ToInt32("711", 8));
        }

        return Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
    }

    /// <summary>Removes what an earlier process left behind.</summary>
    public async Task SweepAsync(CancellationToken stop)
    {
        if (Directory.Exists(root)) await RemoveAsync(root, stop);
    }

    /// <summary>Removes a workspace, whatever its owner did to the permissions in it.</summary>
    public async Task RemoveAsync(string folder, CancellationToken stop)
    {
        await programs.RunAsync(new() { Program = "chmod", Arguments = ["-R", "u+rwX", "--", folder], Timeout = TimeSpan.FromMinutes(5) }, stop);
        await programs.RunAsync(new() { Program = "rm", Arguments = ["-rf", "--", folder], Timeout = TimeSpan.FromMinutes(5) }, stop);
    }
}
