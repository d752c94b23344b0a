using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Checks;

public sealed class SandboxTests : IDisposable
{
    private readonly CheckBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task No_network_can_be_reached()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        bench.Write("call.js", $"require('net').connect({port}, '127.0.0.1').on('connect', () => console.log('connected')).on('error', e => console.log(e.code))");

        var inside = await bench.RunAsync(settings => settings with { Run = ["node", "call.js"] });
        var outside = await bench.RunAsync(settings => settings with { Run = ["timeout", "5", "node", "call.js"], Sandbox = "none" });

        Assert.Equal("ECONNREFUSED\n", inside.Log);
        Assert.StartsWith("connected", outside.Log);
        var interfaces = (await bench.ShellAsync("cat /proc/net/dev")).Log.Split('\n').Where(line => line.Contains(':')).Select(line => line.Split(':')[0].Trim());
        Assert.Equal(["lo"], interfaces);
    }

    [Fact]
    public async Task Nothing_of_the_service_can_be_seen()
    {
        var report = await bench.ShellAsync($"""
            cat '{bench.Data}/secret' /work/../data/secret; ls '{Path.GetDirectoryName(bench.Data)}' /root /home /var /srv /mnt /run /sys
            grep -r {CheckBench.Secret} /proc/*/environ /proc/*/cmdline /etc 2>/dev/null
            cat /etc/shadow; ls /
            """);

        Assert.DoesNotContain(CheckBench.Secret, report.Log);
        // Of the system's folders those that this machine has.
        string[] system = ["bin", "lib", "lib32", "lib64", "libx32", "opt", "sbin"];
        string[] shown = [.. system.Where(name => Directory.Exists($"/{name}")), "dev", "etc", "proc", "tmp", "usr", "work"];
        Assert.EndsWith($"\n{string.Join('\n', shown.Order(StringComparer.Ordinal))}\n", report.Log);
        Assert.Equal(11, report.Log.Split('\n').Count(line => line.Contains("No such file or directory", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_environment_is_a_cleared_one()
    {
        var report = await bench.ShellAsync("env | sort", settings => settings with { Environment = new Dictionary<string, string> { ["MODE"] = "a b" } });

        Assert.Equal(["HOME=/tmp", "LANG=C.UTF-8", "MODE=a b"], report.Log.Split('\n').Where(line => line.Length > 0 && !line.StartsWith("PATH=") && !line.StartsWith("PWD=")));
    }

    [Fact]
    public async Task Only_its_own_processes_are_there()
    {
        var report = await bench.ShellAsync("ls -d /proc/[0-9]* | wc -l; hostname");

        // bubblewrap's own first process, sh, ls and wc.
        Assert.Matches("^[234]\nsandbox\n$", report.Log);
    }

    [Theory]
    [InlineData("required")]
    [InlineData("none")]
    public async Task No_file_that_the_service_was_started_with_is_handed_in(string sandbox)
    {
        using var open = File.OpenHandle(Path.Combine(bench.Data, "secret"));
        var inherited = dup((int)open.DangerousGetHandle());

        var report = await bench.RunAsync(settings => settings with { Run = ["ls", "-l", "/proc/self/fd"], Sandbox = sandbox });

        Assert.True(inherited > 2);
        Assert.DoesNotContain("secret", report.Log);
        Assert.Equal(["0", "1", "2", "3"], report.Log.Split('\n').Where(line => line.Contains("->")).Select(line => line.Split(' ')[^3]));
        Assert.Matches(@"3 -> /proc/\d+/fd\n", report.Log);
        Assert.Equal(0, close(inherited));
    }

    [Fact]
    public async Task No_privilege_is_left_and_none_can_be_had()
    {
        var report = await bench.ShellAsync("id -u; grep -E 'Cap|NoNewPrivs' /proc/self/status; unshare -U true || echo no namespaces; su -c id </dev/null || echo no su");

        Assert.DoesNotMatch("^0\n", report.Log);
        Assert.Equal(5, report.Log.Split('\n').Count(line => line.StartsWith("Cap", StringComparison.Ordinal) && line.EndsWith("0000000000000000", StringComparison.Ordinal)));
        Assert.Contains("NoNewPrivs:\t1", report.Log);
        Assert.Contains("no namespaces", report.Log);
        Assert.Contains("no su", report.Log);
    }

    [Fact]
    public async Task Only_the_workspace_and_the_temporary_folder_can_be_written()
    {
        var report = await bench.ShellAsync("for p in / /usr /etc /opt /dev /bin/ /proc/sys/kernel /work /tmp /dev/shm; do { echo x > $p/probe; } 2>/dev/null && echo $p; done");

        Assert.Equal("/work\n/tmp\n/dev/shm\n", report.Log);
        Assert.True(File.Exists(Path.Combine(bench.Workspace, "probe")));
        Assert.False(File.Exists("/tmp/probe"));
    }

    [Fact]
    public async Task Further_paths_can_be_read_and_hidden_ones_cannot()
    {
        var shared = Directory.CreateDirectory(Path.Combine(bench.Workspace, "..", "shared")).FullName;
        var keys = Directory.CreateDirectory(Path.Combine(shared, "keys")).FullName;
        File.WriteAllText(Path.Combine(shared, "library"), "code");
        File.WriteAllText(Path.Combine(keys, "key"), CheckBench.Secret);

        var report = await bench.RunAsync(
            settings => settings with { Run = ["sh", "-c", $"cat {shared}/library; touch {shared}/x; cat {keys}/key"], ReadOnly = [shared] },
            hidden: [bench.Data, keys]);

        Assert.StartsWith("code", report.Log);
        Assert.Contains("Read-only file system", report.Log);
        Assert.Contains("No such file or directory", report.Log);
        Assert.DoesNotContain(CheckBench.Secret, report.Log);
    }

    [Theory]
    [InlineData("required")]
    [InlineData("none")]
    public async Task A_fork_bomb_is_held_and_leaves_nothing(string sandbox)
    {
        var word = Word();
        bench.Write("hold", "read nothing < pipe");
        bench.Write("bomb", $"sh ./hold {word} & while :; do sh ./bomb {word} & done");
        var most = 0;
        using var done = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            while (await tick.WaitForNextTickAsync() && !done.IsCancellationRequested) most = Math.Max(most, CheckBench.CountProcesses(word));
        });

        var report = await bench.RunAsync(settings => settings with
        {
            Run = ["sh", "-c", $"mkfifo pipe; sh ./bomb {word} & exec sh ./hold {word}"], Processes = 40, Timeout = TimeSpan.FromSeconds(2), Sandbox = sandbox,
        });
        await done.CancelAsync();
        await watch;

        // Outside of a sandbox the user's other processes count, too, and some of them end meanwhile.
        Assert.Equal(CheckOutcome.TimedOut, report.Outcome);
        Assert.InRange(most, 3, sandbox == "none" ? 200 : 45);
        Assert.Equal(0, CheckBench.CountProcesses(word));
    }

    [Fact]
    public async Task A_memory_hog_is_ended()
    {
        bench.Write("hog.js", "const held = []; for (;;) held.push(Buffer.alloc(1 << 20, 1))");

        var report = await bench.RunAsync(settings => settings with { Run = ["node", "hog.js"], Memory = 256 << 20 });

        Assert.Contains(report.Outcome, (CheckOutcome[])[CheckOutcome.Killed, CheckOutcome.Failed]);
        if (Environment.IsPrivilegedProcess && Directory.Exists("/sys/fs/cgroup/memory"))
            Assert.Equal("killed: it used more than 256 MiB of memory", report.Summary);
    }

    // tail keeps all of a line that never ends: the same 200 MiB, allowed and not allowed.
    [Theory]
    [InlineData(1L << 30, true)]
    [InlineData(64L << 20, false)]
    public async Task What_needs_more_memory_than_its_limit_fails_by_that_and_what_needs_less_passes(long memory, bool passes)
    {
        var report = await bench.ShellAsync("head -c 200m /dev/zero | tail > /dev/null", settings => settings with { Memory = memory });

        Assert.Equal(passes, report.Outcome == CheckOutcome.Passed);
        // The system says so, or tail itself.
        if (!passes) Assert.Contains("memory", $"{report.Summary} {report.Log}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tmp")]
    [InlineData("/dev/shm")]
    public async Task A_folder_in_memory_is_limited(string folder)
    {
        var report = await bench.ShellAsync($"head -c 90000000 /dev/zero > {folder}/big", settings => settings with { Memory = 64 << 20, FileSize = 1 << 30 });

        Assert.Contains(report.Outcome, (CheckOutcome[])[CheckOutcome.Failed, CheckOutcome.Killed]);
    }

    [Fact]
    public async Task A_flood_of_output_is_capped_to_its_head_and_tail()
    {
        var report = await bench.ShellAsync("echo first; yes | head -c 300000000; echo last", logLimit: 10_000);

        Assert.Equal(CheckOutcome.Passed, report.Outcome);
        Assert.InRange(report.Log.Length, 10_000, 10_100);
        Assert.StartsWith("first\n", report.Log);
        Assert.EndsWith("last\n", report.Log);
    }

    [Fact]
    public async Task A_file_over_its_limit_is_ended()
    {
        var report = await bench.ShellAsync("exec head -c 3000000 /dev/zero > big", settings => settings with { FileSize = 1 << 20 });

        Assert.Equal((CheckOutcome.Killed, "killed: it wrote a file larger than 1 MiB (signal 25, XFSZ)"), (report.Outcome, report.Summary));
        Assert.Equal(1 << 20, new FileInfo(Path.Combine(bench.Workspace, "big")).Length);
    }

    [Theory]
    [InlineData("required", "sleep {0} &")]
    [InlineData("required", "sleep {0} >/dev/null 2>&1 </dev/null &")]
    [InlineData("required", "(setsid setsid sleep {0} >/dev/null 2>&1 </dev/null &) &")]
    [InlineData("none", "(setsid setsid sleep {0} >/dev/null 2>&1 </dev/null &) &")]
    public async Task What_goes_on_in_the_background_is_dead_afterwards(string sandbox, string background)
    {
        // A time to sleep that no other process has.
        var time = Random.Shared.Next(100_000_000, 999_999_999).ToString();

        var report = await bench.ShellAsync(
            string.Format(background, time) + $" until grep -aqs {time} /proc/[0-9]*/cmdline; do :; done; exit 0", settings => settings with { Sandbox = sandbox });

        Assert.Equal(CheckOutcome.Passed, report.Outcome);
        Assert.Equal(0, CheckBench.CountProcesses(time));
    }

    [Theory]
    [InlineData("required")]
    [InlineData("none")]
    public async Task Cancelling_kills_everything(string sandbox)
    {
        var time = Random.Shared.Next(100_000_000, 999_999_999).ToString();
        using var stop = new CancellationTokenSource();
        var running = bench.RunAsync(
            settings => settings with { Run = ["sh", "-c", $"setsid sleep {time} & echo > begun; sleep {time}"], Sandbox = sandbox }, stop: stop.Token);
        using (var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
        {
            while (!File.Exists(Path.Combine(bench.Workspace, "begun")) && !running.IsCompleted) await tick.WaitForNextTickAsync();
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(0, CheckBench.CountProcesses(time));
    }

    [Fact]
    public async Task Groups_are_used_where_they_can_be_had_and_removed_afterwards()
    {
        var unified = File.Exists("/sys/fs/cgroup/cgroup.controllers");
        var expected = unified ? File.ReadAllText("/sys/fs/cgroup/cgroup.controllers").Contains("pids", StringComparison.Ordinal) ? (string[])[""] : [] : ["memory", "pids"];
        Assert.SkipUnless(Environment.IsPrivilegedProcess && expected.All(name => CanMakeGroup(Path.Combine("/sys/fs/cgroup", name))) && expected.Length > 0, "needs root and control groups that it may make");

        // Outside of a sandbox, because inside of one a group's name cannot be seen.
        var report = await bench.ShellAsync("cat /proc/self/cgroup", settings => settings with { Sandbox = "none" });

        var used = report.Log.Split('\n').Where(line => line.Contains("/custodian-", StringComparison.Ordinal)).Select(line => line.Split(':')).ToArray();
        Assert.Equal(expected, used.Select(group => group[1]).Order());
        Assert.All(used, group => Assert.False(Directory.Exists($"/sys/fs/cgroup/{group[1]}{group[2]}")));
    }

    private static bool CanMakeGroup(string parent)
    {
        var probe = Path.Combine(parent, "custodian-tests-probe");
        try
        {
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int dup(int descriptor);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int close(int descriptor);

    private static string Word() => "w" + Guid.NewGuid().ToString("N");
}
