using System.Globalization;

namespace Custodian.Checks;

/// <summary>The system user that runs checks: an unprivileged one where the service is root, otherwise the service's own.</summary>
internal static class SandboxUser
{
    /// <summary>User and group that root drops to: nobody, who owns nothing and whom process limits bind.</summary>
    public const int Unprivileged = 65534;

    /// <summary>The user that runs checks, for people.</summary>
    public static string Name => Environment.IsPrivilegedProcess ? $"nobody ({Unprivileged})" : Environment.UserName;

    /// <summary>The user that this process is, by number.</summary>
    public static int Own { get; } = Environment.IsPrivilegedProcess ? 0 : int.Parse(Field(File.ReadLines("/proc/self/status"), "Uid:")!, CultureInfo.InvariantCulture);

    /// <summary>Put before a command: drops to <see cref="Unprivileged"/> where we are root. No way back, no capability kept.</summary>
    public static IReadOnlyList<string> Drop { get; } = Environment.IsPrivilegedProcess
        ?
        [
            "setpriv", $"--reuid={Unprivileged}", $"--regid={Unprivileged}", "--clear-groups",
            "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--",
        ]
        : ["setpriv", "--no-new-privs", "--"];

    /// <summary>
    /// Threads that the user runs already. Where the kernel counts processes by user over the whole machine, a limit has to lie
    /// that much higher.
    /// </summary>
    public static int CountThreads()
    {
        var user = (Environment.IsPrivilegedProcess ? Unprivileged : Own).ToString(CultureInfo.InvariantCulture);
        return Directory.EnumerateDirectories("/proc")
            .Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
            .Sum(folder => ThreadsOf(Path.Combine(folder, "status"), user));
    }

    private static int ThreadsOf(string status, string user)
    {
        try
        {
            var lines = File.ReadAllLines(status);
            return Field(lines, "Uid:") == user ? int.Parse(Field(lines, "Threads:")!, CultureInfo.InvariantCulture) : 0;
        }
        catch (IOException)
        {
            // It ended while we looked, which is what most processes do some day.
            return 0;
        }
    }

    private static string? Field(IEnumerable<string> lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..]
            .Split('\t', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[0];
}
