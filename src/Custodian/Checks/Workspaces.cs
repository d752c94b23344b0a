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

    /// <param name="configured">Under which folder the configuration wants them; null: the temporary folder.</param>
    /// <param name="dataFolder">Told apart by it from those of other services on this machine.</param>
    public Workspaces(ProgramRunner programs, string? configured, string dataFolder)
    {
        this.programs = programs;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataFolder))))[..16];
        // Always a folder of our own below the one that was named: it is emptied at every start.
        root = Path.Combine(configured ?? Path.GetTempPath(), $"custodian-{name}");
    }

    /// <exception cref="IOException">Somebody else made our folder first, and could swap what is put into it.</exception>
    public string Make()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(root);
        }
        else
        {
            // Others may pass through, and not look around.
            var mode = (UnixFileMode)Convert.ToInt32("711", 8);
            if (!Directory.Exists(root)) Directory.CreateDirectory(root, mode);
            // Only its owner, or root, can set a folder's mode.
            try
            {
                File.SetUnixFileMode(root, mode);
            }
            catch (UnauthorizedAccessException foreign)
            {
                throw new IOException($"{root} belongs to another account: remove it, or name another folder as service: workspaces.", foreign);
            }
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
