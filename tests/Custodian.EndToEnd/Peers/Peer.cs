using Xunit;

namespace Custodian.EndToEnd.Peers;

/// <summary>Finds the programs of others that a test talks to.</summary>
internal static class Peer
{
    // An ordinary user's PATH often lacks the folders where servers are installed.
    private static readonly string[] ServerFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>The full path of a program. Without it the test is skipped, and in CI (CI=true) it fails.</summary>
    /// <param name="program">Its name, as one would type it.</param>
    /// <param name="install">The packages that bring it, as one would type them after <c>apt-get install</c>.</param>
    public static string Require(string program, string install) => Find(program) ?? NotRun<string>(program, install);

    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(ServerFolders)
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(IsProgram);

    /// <summary>
    /// Ends the test: skipped on a developer's machine, failed in CI, where a missing peer must be seen. What nobody can
    /// install (the rights of root, a second address) is no peer: without it a test is skipped in CI, too.
    /// </summary>
    public static T NotRun<T>(string name, string install)
    {
        var why = $"not run: {name}, install {install}";
        if (Environment.GetEnvironmentVariable("CI") == "true") Assert.Fail(why);
        Assert.Skip(why);
        return default;
    }

    private static bool IsProgram(string path) =>
        File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
