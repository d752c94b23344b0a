using System.Globalization;
using Custodian.Git;

namespace Custodian.Checks;

/// <summary>The folder that a command works in, and who may use it.</summary>
internal sealed class Workspace(ProgramRunner programs, string folder)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public string Folder => folder;

    /// <summary>Gives the folder to the user that runs checks.</summary>
    /// <returns>Null, or why that user cannot work there, with the mend.</returns>
    public async Task<string?> HandOverAsync(CancellationToken stop)
    {
        if (Environment.IsPrivilegedProcess)
        {
            var owner = SandboxUser.Unprivileged.ToString(CultureInfo.InvariantCulture);
            var given = await RunAsync("chown", ["-R", "-P", "--no-dereference", $"{owner}:{owner}", "--", folder], stop);
            if (!given.Succeeded) return $"the workspace cannot be given to user {SandboxUser.Name}: {PlainText.LastLine(given.Error, 200)}";
        }

        var reached = await RunAsync(SandboxUser.Drop[0], [.. SandboxUser.Drop.Skip(1), "sh", "-c", "cd -- \"$1\" && test -w .", "sh", folder], stop);
        return reached.Succeeded
            ? null
            : $"user {SandboxUser.Name} cannot reach or write the workspace '{folder}': "
              + "every folder above it needs execute permission for others (chmod o+x), or keep workspaces elsewhere";
    }

    /// <summary>Makes what the command left readable and removable for us; root needs no leave.</summary>
    /// <exception cref="ReportException">It does not let itself be opened.</exception>
    public async Task OpenUpAsync(CancellationToken stop)
    {
        if (Environment.IsPrivilegedProcess) return;

        // chmod -R follows no symbolic link that it meets on its way.
        var opened = await RunAsync("chmod", ["-R", "u+rwX", "--", folder], stop);
        if (!opened.Succeeded) throw new ReportException($"the workspace cannot be searched for reports: {PlainText.LastLine(opened.Error, 200)}");
    }

    private Task<ProgramResult> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken stop) =>
        programs.RunAsync(new() { Program = program, Arguments = arguments, Timeout = Longest }, stop);
}
