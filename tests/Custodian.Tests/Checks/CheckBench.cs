using Custodian.Checks;
using Custodian.Git;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>A workspace beside a data folder with a secret, as in a service; and one good check to change.</summary>
internal sealed class CheckBench : IDisposable
{
    public const string Secret = "the-service-s-own-secret";

    private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("custodian-bench-");

    public CheckBench()
    {
        // A service that is root runs checks as nobody, who has to get here.
        ChangeMode("755", root.FullName);
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Workspace);
        File.WriteAllText(Path.Combine(Data, "secret"), Secret);
    }

    public string Data => Path.Combine(root.FullName, "data");

    public string Workspace => Path.Combine(root.FullName, "work space");

    public ProgramRunner Programs { get; } = new("custodian-tests");

    public CommandSettings Settings { get; init; } = new()
    {
        Run = ["true"],
        Reports = null,
        Timeout = TimeSpan.FromSeconds(60),
        Memory = 1L << 30,
        Processes = 256,
        FileSize = 256 << 20,
        CpuTime = TimeSpan.FromSeconds(60),
        Network = "none",
        Sandbox = "required",
        ReadOnly = [],
        Environment = new Dictionary<string, string>(),
    };

    public void Write(string name, string text)
    {
        var path = Path.Combine(Workspace, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    /// <summary>Runs a line of shell in the sandbox.</summary>
    public Task<CheckReport> ShellAsync(string script, Func<CommandSettings, CommandSettings>? change = null, int logLimit = 1 << 20) =>
        RunAsync(settings => (change ?? (same => same))(settings with { Run = ["sh", "-c", script] }), logLimit);

    public async Task<CheckReport> RunAsync(
        Func<CommandSettings, CommandSettings> change, int logLimit = 1 << 20, IReadOnlyList<string>? hidden = null, CancellationToken stop = default)
    {
        var task = TaskOf(change(Settings), logLimit);
        if (CommandJudge.IsSandboxed(task)) await RequireBubblewrapAsync();
        return await new CommandCheck(Programs, TimeProvider.System, hidden ?? [Data]).RunAsync(task, stop);
    }

    /// <summary>One run of the check that is called tests.</summary>
    public CheckTask TaskOf(CommandSettings settings, int logLimit = 1 << 20) => new()
    {
        Repository = "openmaxims",
        Commit = new("a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4"),
        Name = "tests",
        Settings = settings,
        Workspace = Workspace,
        LogLimit = logLimit,
    };

    /// <summary>The check has to leave reports.</summary>
    public static CommandSettings WithReports(CommandSettings settings) => settings with { Reports = "**/TEST-*.xml" };

    /// <summary>How many processes of the machine have this word in their command line.</summary>
    public static int CountProcesses(string word) => Directory.EnumerateDirectories("/proc")
        .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Count(folder => CommandLineOf(folder).Contains(word, StringComparison.Ordinal));

    public void ChangeMode(params string[] arguments)
    {
        var run = new ProgramRun { Program = "chmod", Arguments = arguments, Timeout = TimeSpan.FromMinutes(1) };
        var result = Programs.RunAsync(run, CancellationToken.None).GetAwaiter().GetResult();
        Assert.True(result.Succeeded, result.Error);
    }

    public void Dispose()
    {
        // What ran here may have left folders that let nobody in.
        ChangeMode("-R", "u+rwX", root.FullName);
        root.Delete(recursive: true);
    }

    private async Task RequireBubblewrapAsync()
    {
        const string NotRun = "not run: bubblewrap, install bubblewrap";
        if ((await SandboxTools.DetectAsync(Programs, CancellationToken.None)).HasBubblewrap) return;

        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(NotRun);
        Assert.Skip(NotRun);
    }

    private static string CommandLineOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
