using System.Globalization;

namespace Custodian.Checks;

/// <summary>
/// The command line of one run, from the outside inwards: sh (joins the groups, opens the status file) → setpriv (drops) →
/// timeout → bwrap → prlimit → the command.
/// </summary>
/// <param name="tools">What the machine has.</param>
/// <param name="hidden">Files and folders that no sandbox may show, wherever they lie: the service's own.</param>
internal sealed class SandboxCommand(SandboxTools tools, IReadOnlyList<string> hidden)
{
    // The command's two streams become one log. What sh itself has to say goes to its own standard error.
    private const string Launch = """
        status=$1; shift
        while [ "$1" != -- ]; do echo $$ > "$1/cgroup.procs" || exit 125; shift; done
        shift
        [ -z "$status" ] || exec 3> "$status" || exit 125
        exec "$@" 2>&1
        """;

    private const string CommandPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private const long SharedMemory = 256 << 20;

    private static readonly string[] System = ["/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"];

    // What programs of a distribution look up; nothing here is a secret, and nothing else of /etc is shown.
    private static readonly string[] Etc =
    [
        "alternatives", "ant.conf", "ant", "ca-certificates", "ca-certificates.conf", "crypto-policies", "debian_version", "fonts", "gai.conf",
        "group", "host.conf", "hosts", "java", "java-8-openjdk", "java-11-openjdk", "java-17-openjdk", "java-21-openjdk", "java-25-openjdk",
        "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "locale.alias", "localtime", "magic", "maven", "mime.types", "nsswitch.conf",
        "os-release", "passwd", "pki/ca-trust/extracted", "pki/java", "pki/tls/certs", "protocols", "services", "ssl/certs", "ssl/openssl.cnf", "timezone", "xml",
    ];

    /// <summary>What the top of the repository is called in the sandbox.</summary>
    public const string Top = "/work";

    /// <param name="settings">The check's own.</param>
    /// <param name="workspace">Full path.</param>
    /// <param name="status">Where bubblewrap reports to; null runs without a sandbox.</param>
    /// <param name="groups">Control groups to join.</param>
    public IReadOnlyList<string> Build(CommandSettings settings, string workspace, string? status, ControlGroup groups)
    {
        string[] wall = ["timeout", "-s", "KILL", Seconds(settings.Timeout), .. status is null ? [] : Bubblewrap(settings, workspace)];
        return ["-c", Launch, "sh", status ?? "", .. groups.Folders, "--", .. SandboxUser.Drop, .. wall, .. Limits(settings, status, groups), .. settings.Run];
    }

    /// <summary>The variables of a command; the whole of them.</summary>
    public static Dictionary<string, string> VariablesOf(CommandSettings settings)
    {
        var variables = new Dictionary<string, string> { ["PATH"] = CommandPath, ["HOME"] = "/tmp", ["LANG"] = "C.UTF-8" };
        foreach (var (name, value) in settings.Environment) variables[name] = value;
        return variables;
    }

    private IEnumerable<string> Bubblewrap(CommandSettings settings, string workspace) =>
    [
        "bwrap",
        "--unshare-user", "--unshare-all", .. tools.CanDisableUserNamespaces ? ["--disable-userns"] : Array.Empty<string>(),
        "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--hostname", "sandbox",
        "--clearenv", .. VariablesOf(settings).SelectMany(variable => new[] { "--setenv", variable.Key, variable.Value }),
        "--ro-bind", "/usr", "/usr", .. System.SelectMany(SystemFolder), "--ro-bind-try", "/opt", "/opt",
        .. Etc.SelectMany(name => new[] { "--ro-bind-try", $"/etc/{name}", $"/etc/{name}" }),
        "--proc", "/proc",
        "--dev", "/dev", .. Private("/dev/shm", Math.Min(SharedMemory, settings.Memory)), "--remount-ro", "/dev",
        .. Private("/tmp", settings.Memory),
        .. settings.ReadOnly.SelectMany(path => new[] { "--ro-bind", path, path }),
        .. Covers.Of(hidden, Shown(settings)).SelectMany(cover => cover.IsFolder ? ["--tmpfs", cover.Place, "--remount-ro", cover.Place] : new[] { "--ro-bind", "/dev/null", cover.Place }),
        "--bind", workspace, Top, "--chdir", Top,
        "--remount-ro", "/",
        "--json-status-fd", "3",
        "--",
    ];

    // Inside the sandbox, because a kernel since 5.14 counts processes by user namespace: other checks, and the service's own
    // threads where it is the same user, then do not count.
    private static IEnumerable<string> Limits(CommandSettings settings, string? status, ControlGroup groups)
    {
        var others = status is null || Environment.OSVersion.Version < new Version(5, 14) ? SandboxUser.CountThreads() : 0;

        // A control group counts what is really used, of all processes together; this counts what one process has reserved.
        var data = groups.LimitsMemory ? settings.Memory * 2 : settings.Memory;
        var processor = (long)Math.Ceiling(settings.CpuTime.TotalSeconds);
        return
        [
            SandboxTools.Prlimit, "--core=0:0", $"--data={data}:{data}", $"--nproc={settings.Processes + others}:{settings.Processes + others}",
            $"--fsize={settings.FileSize}:{settings.FileSize}", $"--cpu={processor}:{processor + 5}", "--",
        ];
    }

    private IEnumerable<string> Private(string folder, long size) =>
        tools.CanSizeFolders ? ["--size", size.ToString(CultureInfo.InvariantCulture), "--tmpfs", folder] : ["--tmpfs", folder];

    private static IEnumerable<string> SystemFolder(string folder)
    {
        var link = new DirectoryInfo(folder).LinkTarget;
        if (link is not null) return ["--symlink", link, folder];
        return Directory.Exists(folder) ? ["--ro-bind", folder, folder] : [];
    }

    private static IEnumerable<string> Shown(CommandSettings settings) =>
        System.Where(folder => new DirectoryInfo(folder).LinkTarget is null).Concat(Etc.Select(name => $"/etc/{name}")).Concat(settings.ReadOnly).Append("/usr").Append("/opt");

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
}
