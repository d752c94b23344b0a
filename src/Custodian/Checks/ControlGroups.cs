using Custodian.Git;

namespace Custodian.Checks;

/// <summary>
/// Finds where this process may make control groups: version 1 below our own group or the root of a controller, version 2 below our
/// own group or, under systemd with Delegate= and DelegateSubgroup=, beside it. Never required.
/// </summary>
internal sealed class ControlGroups
{
    private const string Mount = "/sys/fs/cgroup";
    private const string Prefix = "custodian-";

    private static readonly string[] Controllers = ["memory", "pids"];
    private static int counter;

    private readonly IReadOnlyDictionary<string, string> parents;
    private readonly bool unified;

    private ControlGroups(IReadOnlyDictionary<string, string> parents, bool unified)
    {
        this.parents = parents;
        this.unified = unified;
    }

    /// <summary>Looks, and proves each place by a process that joins a group there.</summary>
    public static async Task<ControlGroups> DetectAsync(ProgramRunner programs, CancellationToken stop)
    {
        var unified = File.Exists(Path.Combine(Mount, "cgroup.controllers"));
        var parents = new Dictionary<string, string>();
        foreach (var controller in Controllers)
        {
            foreach (var parent in Candidates(controller, unified))
            {
                if (!await WorksAsync(programs, parent, controller, unified, stop)) continue;
                parents[controller] = parent;
                break;
            }
        }

        return new(parents, unified);
    }

    /// <summary>Makes the groups of one run. Dispose kills what is left in them.</summary>
    public ControlGroup Create(ProgramRunner programs, CommandSettings settings)
    {
        var name = $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref counter)}";
        var folders = parents.ToDictionary(parent => parent.Key, parent => Path.Combine(parent.Value, name));
        foreach (var (controller, folder) in folders)
        {
            Directory.CreateDirectory(folder);

            // Our own launchers (sh, timeout, bwrap) live in the group, too.
            var limit = controller == "memory" ? settings.Memory : settings.Processes + 8L;
            SetLimit(folder, controller, unified, limit);
        }

        return new(programs, folders.GetValueOrDefault("memory"), folders.GetValueOrDefault("pids"), unified);
    }

    private static void SetLimit(string folder, string controller, bool unified, long limit)
    {
        string[] files = (controller, unified) switch
        {
            ("memory", true) => ["memory.max"],
            ("memory", false) => ["memory.limit_in_bytes"],
            _ => ["pids.max"],
        };
        foreach (var file in files) File.WriteAllText(Path.Combine(folder, file), limit.ToString());

        // Without these, what is over the limit would go to swap; they exist only where the kernel counts swap.
        foreach (var (file, most) in new[] { ("memory.swap.max", 0), ("memory.memsw.limit_in_bytes", limit) })
        {
            var path = Path.Combine(folder, file);
            if (controller == "memory" && File.Exists(path)) File.WriteAllText(path, most.ToString());
        }
    }

    private static IEnumerable<string> Candidates(string controller, bool unified)
    {
        var mount = unified ? Mount : Path.Combine(Mount, controller);
        var own = mount + (OwnPath(controller, unified) ?? "").TrimEnd('/');
        var delegated = unified && (own.Contains(".service/", StringComparison.Ordinal) || own.Contains(".scope/", StringComparison.Ordinal));

        // In a container the path may be one of the host's; there the root of the mount is our own group.
        return new[] { own, delegated ? Path.GetDirectoryName(own)! : mount }.Distinct().Where(Directory.Exists);
    }

    // A kernel may have been built without control groups.
    private static string? OwnPath(string controller, bool unified) =>
        (from line in File.Exists("/proc/self/cgroup") ? File.ReadLines("/proc/self/cgroup") : []
         let parts = line.Split(':', 3)
         where unified ? parts[0] == "0" : parts[1].Split(',').Contains(controller)
         select parts[2]).FirstOrDefault();

    // A crash leaves empty groups behind; those of a process that lives are its own.
    private static void RemoveLeftovers(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            if (!Directory.Exists($"/proc/{Path.GetFileName(folder).Split('-')[1]}")) ControlGroup.TryRemove(folder);
        }
    }

    private static async Task<bool> WorksAsync(ProgramRunner programs, string parent, string controller, bool unified, CancellationToken stop)
    {
        var folder = Path.Combine(parent, $"{Prefix}{Environment.ProcessId}-{Interlocked.Increment(ref counter)}");
        try
        {
            RemoveLeftovers(parent);
            var control = Path.Combine(parent, "cgroup.subtree_control");
            if (unified && !File.ReadAllText(control).Split(' ', '\n').Contains(controller)) File.WriteAllText(control, $"+{controller}");

            Directory.CreateDirectory(folder);
            SetLimit(folder, controller, unified, controller == "memory" ? 1 << 30 : 1_000);
            var joined = await programs.RunAsync(new()
            {
                Program = "sh",
                Arguments = ["-c", "echo $$ > \"$1/cgroup.procs\"", "sh", folder],
                Timeout = TimeSpan.FromSeconds(20),
            }, stop);
            return joined.Succeeded;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Not ours to make: the process's own limits have to do, as they do for every ordinary user.
            return false;
        }
        finally
        {
            ControlGroup.TryRemove(folder);
        }
    }
}
