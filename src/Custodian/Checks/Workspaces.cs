using System.Security.Cryptography;
using System.Text;
using Custodian.Git;

namespace Custodian.Checks;

/// <summary>
/// Folders for check runs, under the machine's temporary folder: the unprivileged user that runs checks must be able to
/// reach them, and must not be able to reach the data folder.
/// </summary>
internal sealed partial class Workspaces
{
    /// <summary>Most bytes of sources laid out for one run.</summary>
    public const long LargestExport = 8L << 30;

    private readonly ProgramRunner programs;
    private readonly string root;
    private readonly ILogger<Workspaces> logger;

    /// <param name="configured">Under which folder the configuration wants them; null: the temporary folder.</param>
    /// <param name="dataFolder">Told apart by it from those of other services on this machine.</param>
    public Workspaces(ProgramRunner programs, string? configured, string dataFolder, ILogger<Workspaces> logger)
    {
        (this.programs, this.logger) = (programs, logger);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(dataFolder))))[..16];
        // Always a folder of our own below the one that was named: it is emptied at every start.
        root = Path.Combine(configured ?? Path.GetTempPath(), $"custodian-{name}");
    }

    /// <exception cref="IOException">Somebody else made our folder first, and could swap what is put into it.</exception>
    public async Task<string> MakeAsync(CancellationToken stop)
    {
        // Others may pass through, and not look around.
        var mode = (UnixFileMode)Convert.ToInt32("711", 8);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(root);
        else Directory.CreateDirectory(root, mode);
        if (!await IsOursAsync(stop)) throw new IOException($"{root} belongs to another account, or is no folder: remove it, or name another folder as service: workspaces.");

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(root, mode);
        return Directory.CreateDirectory(Path.Combine(root, Guid.NewGuid().ToString("N"))).FullName;
    }

    /// <summary>Removes what an earlier process left behind.</summary>
    public async Task SweepAsync(CancellationToken stop)
    {
        if (!Path.Exists(root)) return;

        // What is not ours is left alone: our own privileges would be used on whatever it leads to.
        if (await IsOursAsync(stop)) await RemoveAsync(root, stop);
        else LogForeign(root);
    }

    /// <summary>Removes a workspace, whatever its owner did to the permissions in it.</summary>
    public async Task RemoveAsync(string folder, CancellationToken stop)
    {
        await programs.RunAsync(new() { Program = "chmod", Arguments = ["-R", "u+rwX", "--", folder], Timeout = TimeSpan.FromMinutes(5) }, stop);
        var removed = await programs.RunAsync(new() { Program = "rm", Arguments = ["-rf", "--", folder], Timeout = TimeSpan.FromMinutes(5) }, stop);
        if (!removed.Succeeded) LogNotRemoved(folder, removed.TimedOut ? "it takes more than 5 minutes" : PlainText.LastLine(removed.Error, 300) ?? $"rm ended with {removed.ExitCode}");
    }

    // Asked of the name itself: a link that leads to a folder of ours is not ours. In a folder with the sticky bit, as the temporary
    // one has, nobody can put something else in the place of what we own.
    private async Task<bool> IsOursAsync(CancellationToken stop)
    {
        if (OperatingSystem.IsWindows()) return true;

        var asked = await programs.RunAsync(new() { Program = "stat", Arguments = ["-c", "%u %F", "--", root], Timeout = TimeSpan.FromMinutes(1) }, stop);
        return asked.Succeeded && asked.Output.Trim() == $"{SandboxUser.Own} directory";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The workspace {Folder} could not be removed and takes room; remove it by hand: {Why}")]
    private partial void LogNotRemoved(string folder, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Folder} belongs to another account, or is no folder: remove it, or name another folder as service: workspaces. Until then no check can run")]
    private partial void LogForeign(string folder);
}
