using System.Reflection;
using Custodian.Git;

namespace Custodian.Commands;

/// <summary>Makes a complete small estate in a folder: repositories, clones, keys, a policy. What is there already is left as it is.</summary>
internal sealed class DemoEstate(string folder)
{
    public static readonly IReadOnlyList<string> Repositories = ["openmaxims", "clinical-forms", "interfaces"];

    public static readonly IReadOnlyList<string> Directors = ["taunton-director", "sthk-director", "blackpool-director"];

    private static readonly IReadOnlyList<string> People = [.. Directors, "taunton-cso", "developer"];

    private static readonly IReadOnlyList<string> ShownInSandbox = ["/usr/", "/bin/", "/opt/"];

    private readonly ProgramRunner programs = new("demo");

    public string Folder => folder;

    public string ConfigurationFile => Path.Combine(folder, "custodian.yaml");

    public string TrustFolder => Path.Combine(folder, "trust");

    public string Key(string person) => Path.Combine(folder, "keys", person);

    public string Clone(string repository) => Path.Combine(folder, "clones", repository);

    public string Bare(string repository) => Path.Combine(folder, "repositories", repository + ".git");

    /// <exception cref="GitException">git or ssh-keygen could not do its part.</exception>
    /// <exception cref="CommandException">Node.js, which runs the estate's tests, is missing.</exception>
    public async Task MakeAsync(CancellationToken stop)
    {
        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        Directory.CreateDirectory(TrustFolder);
        foreach (var person in People) await MakeKeyAsync(person, stop);
        foreach (var repository in Repositories) await MakeRepositoryAsync(repository, stop);
        if (!File.Exists(ConfigurationFile)) await File.WriteAllTextAsync(ConfigurationFile, await ConfigurationAsync(stop), stop);
    }

    /// <summary>Where the repositories' hooks tell of a push: the address that the service has found.</summary>
    public async Task TellAsync(string url, CancellationToken stop)
    {
        foreach (var repository in Repositories) await RunAsync("git", ["-C", Bare(repository), "config", "custodian.server", url], stop);
    }

    /// <summary>Where main stands.</summary>
    public async Task<Rules.CommitSha> TipAsync(string repository, CancellationToken stop) =>
        new((await RunAsync("git", ["-C", Bare(repository), "rev-parse", "refs/heads/main"], stop)).Trim());

    private async Task<bool> HasMainAsync(string bare, CancellationToken stop) =>
        (await RunAsync("git", ["-C", bare, "for-each-ref", "refs/heads/main"], stop)).Length > 0;

    private async Task MakeKeyAsync(string person, CancellationToken stop)
    {
        if (!File.Exists(Key(person))) await RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", person, "-f", Key(person)], stop);
    }

    private async Task MakeRepositoryAsync(string repository, CancellationToken stop)
    {
        Waiting.Progress($"making the repository {repository} …");
        var (bare, clone) = (Bare(repository), Clone(repository));
        // May be repeated: an earlier start may have been ended in the midst of it.
        await RunAsync("git", ["init", "--quiet", "--bare", "--initial-branch=main", bare], stop);
        var hook = Path.Combine(bare, "hooks", "post-receive");
        if (!File.Exists(hook))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
            await File.WriteAllTextAsync(hook, Resource("post-receive"), stop);
        }

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hook, (UnixFileMode)Convert.ToInt32("755", 8));

        await RunAsync("git", ["-C", bare, "config", "custodian.repository", repository], stop);
        if (await HasMainAsync(bare, stop)) return;

        // Whole before it gets its name; what has that name is somebody's work.
        if (!Directory.Exists(clone)) await MakeCloneAsync(repository, bare, clone, stop);
        await RunAsync("git", ["-C", clone, "push", "--quiet", "--set-upstream", "origin", "main"], stop);
    }

    private async Task MakeCloneAsync(string repository, string bare, string whole, CancellationToken stop)
    {
        var clone = whole + ".unfinished";
        if (Directory.Exists(clone)) Directory.Delete(clone, recursive: true);
        await RunAsync("git", ["clone", "--quiet", bare, clone], stop);
        await RunAsync("git", ["-C", clone, "config", "user.name", "Developer"], stop);
        await RunAsync("git", ["-C", clone, "config", "user.email", "developer@taunton.example"], stop);
        await RunAsync("git", ["-C", clone, "config", "commit.gpgsign", "false"], stop);
        await WriteAsync(clone, "lib/dose.js", Resource("dose.js"), stop);
        await WriteAsync(clone, "test/dose.test.js", Resource("dose.test.js"), stop);
        await WriteAsync(clone, "package.json", $$"""{ "name": "{{repository}}", "version": "1.0.0", "private": true, "scripts": { "test": "node --test" } }""" + "\n", stop);
        await RunAsync("git", ["-C", clone, "checkout", "--quiet", "-B", "main"], stop);
        await RunAsync("git", ["-C", clone, "add", "."], stop);
        await RunAsync("git", ["-C", clone, "commit", "--quiet", "-m", "Doses by weight, and allergies"], stop);
        Directory.Move(clone, whole);
    }

    private async Task<string> ConfigurationAsync(CancellationToken stop)
    {
        var text = Resource("custodian.yaml");
        foreach (var person in People)
        {
            var key = (await File.ReadAllTextAsync(Key(person) + ".pub", stop)).Split(' ');
            text = text.Replace($"{{key:{person}}}", $"{key[0]} {key[1]}", StringComparison.Ordinal);
        }

        var node = FindNode();
        // The sandbox shows /usr, /bin and /opt; a Node.js anywhere else has to be shown to it.
        var hidden = !ShownInSandbox.Any(shown => node.StartsWith(shown, StringComparison.Ordinal));
        return text
            .Replace("{node}", hidden ? node : "node", StringComparison.Ordinal)
            .Replace("{read}", hidden ? $"\n    read: [\"{Path.GetDirectoryName(Path.GetDirectoryName(node))}\"]" : "", StringComparison.Ordinal);
    }

    private static string FindNode()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(place => new FileInfo(Path.Combine(place, "node")))
            .FirstOrDefault(file => file.Exists)
            ?? throw new CommandException(ExitCode.CouldNot, "The estate's tests run on Node.js, and 'node' is not on PATH: install Node.js 20 or later.");
        return (found.ResolveLinkTarget(returnFinalTarget: true) ?? found).FullName;
    }

    private static async Task WriteAsync(string clone, string name, string text, CancellationToken stop)
    {
        var file = Path.Combine(clone, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, stop);
    }

    /// <returns>What it printed.</returns>
    private async Task<string> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken stop)
    {
        var result = await programs.RunAsync(new()
        {
            Program = program,
            Arguments = arguments,
            // The estate must come out the same whatever this account's git is set to.
            Environment = new Dictionary<string, string> { ["GIT_CONFIG_NOSYSTEM"] = "1", ["GIT_CONFIG_GLOBAL"] = "/dev/null", ["GIT_TERMINAL_PROMPT"] = "0" },
            Timeout = TimeSpan.FromMinutes(1),
        }, stop);
        if (!result.Succeeded) throw new GitException($"{program} {string.Join(' ', arguments)}: {result.Error.Trim()}");
        return result.Output;
    }

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"estate/{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
