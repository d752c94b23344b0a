using Custodian.Git;

namespace Custodian.Checks;

/// <summary>What this machine has to run checks with.</summary>
internal sealed record SandboxTools
{
    private static readonly string[] Launchers = ["setpriv", "prlimit", "timeout"];

    /// <summary>Null where every check can be started; otherwise what is missing and the mend.</summary>
    public required string? Missing { get; init; }

    public required bool HasBubblewrap { get; init; }

    /// <summary>bubblewrap 0.8 and later: no user namespaces inside, which are most of a kernel's attack surface.</summary>
    public required bool CanDisableUserNamespaces { get; init; }

    /// <summary>bubblewrap 0.6 and later: private folders in memory can be limited.</summary>
    public required bool CanSizeFolders { get; init; }

    /// <summary>Full path of prlimit, which has to be found whatever PATH a check sets.</summary>
    public static string Prlimit { get; } = File.Exists("/usr/bin/prlimit") ? "/usr/bin/prlimit" : "/bin/prlimit";

    public static async Task<SandboxTools> DetectAsync(ProgramRunner programs, CancellationToken stop)
    {
        var missing = new List<string>();
        foreach (var program in Launchers)
        {
            if (await TryAsync(programs, program, "--version", stop) is null) missing.Add(program);
        }

        var bubblewrap = await TryAsync(programs, "bwrap", "--help", stop);
        return new()
        {
            Missing = missing.Count == 0 ? null : $"{string.Join(", ", missing)} cannot be started: install util-linux and coreutils",
            HasBubblewrap = bubblewrap is not null,
            CanDisableUserNamespaces = bubblewrap?.Contains("--disable-userns", StringComparison.Ordinal) == true,
            CanSizeFolders = bubblewrap?.Contains("--size ", StringComparison.Ordinal) == true,
        };
    }

    private static async Task<string?> TryAsync(ProgramRunner programs, string program, string argument, CancellationToken stop)
    {
        try
        {
            var result = await programs.RunAsync(new() { Program = program, Arguments = [argument], Timeout = TimeSpan.FromSeconds(20) }, stop);
            return result.Succeeded ? result.Output + result.Error : null;
        }
        catch (ProgramMissingException)
        {
            return null;
        }
    }
}
