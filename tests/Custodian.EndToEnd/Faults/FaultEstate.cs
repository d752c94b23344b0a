using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>Bare repositories, a developer's clones, people with keys and hooks, and the service that watches over them.</summary>
internal sealed class FaultEstate : IAsyncDisposable
{
    public const string Repository = "record";

    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly PeerFolder folder;
    private readonly DirectoryInfo workspaces = Directory.CreateTempSubdirectory("custodian-checks-");
    private readonly GitClient git = new();
    private readonly List<ServiceProcess> services = [];
    private int commits;

    private FaultEstate(PeerFolder folder)
    {
        this.folder = folder;
        // Checks run as nobody, who has to get here.
        File.SetUnixFileMode(workspaces.FullName, (UnixFileMode)Convert.ToInt32("755", 8));
        Url = $"http://127.0.0.1:{FreePort.Next()}";
        Doors = new(this);
        Ledger = new(Database);
    }

    public string Url { get; }

    public string Data => folder["data"];

    public string Database => Path.Combine(Data, "custodian.db");

    public string Configuration => folder["custodian.yaml"];

    public string AllowedSigners => folder["allowed_signers"];

    public Doors Doors { get; }

    public LedgerFile Ledger { get; }

    /// <summary>The service that runs now, or ran last.</summary>
    public ServiceProcess? Service => services.LastOrDefault();

    /// <summary>What the last three processes of the service have written, and the end of the ledger: what a failure tells.</summary>
    public string Log => string.Join("\n\n", services.TakeLast(3).Select(one => one.Log).Append(string.Join('\n', LastFacts())));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes the estate in a folder that it takes over; the bare repositories are made with <see cref="MakeRepositoryAsync"/>.</summary>
    public static async Task<FaultEstate> MakeAsync(EstateOptions? options = null, PeerFolder? folder = null)
    {
        var chosen = options ?? new();
        var estate = new FaultEstate(folder ?? new());
        foreach (var name in chosen.Repositories.Keys.Where(name => !Directory.Exists(estate.Bare(name)))) await MakeRepositoryAsync(estate.folder, name);
        var keys = new Dictionary<string, string>();
        foreach (var one in Signatory.All) keys[one.Person] = await SshKeys.MakeAsync(estate.Key(one.Person));
        foreach (var custodian in Signatory.Directors.Select(one => one.Custodian))
        {
            estate.folder.Write($"{custodian}.secret", $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}\n");
        }

        estate.folder.Write("allowed_signers", string.Concat(keys.Select(key => $"{key.Key} {key.Value}\n")));
        estate.folder.Write("custodian.yaml", estate.Write(chosen, keys));
        return estate;
    }

    /// <summary>Makes a bare repository with a first commit on main, and a developer's clone of it.</summary>
    public static async Task MakeRepositoryAsync(PeerFolder folder, string name)
    {
        var (git, bare, clone) = (new GitClient(), Path.Combine(folder.Path, "repositories", name + ".git"), Path.Combine(folder.Path, "clones", name));
        await git.RunAsync(folder.Path, "init", "-q", "--bare", "--initial-branch=main", bare);
        // The remote itself keeps account of every move of a ref.
        await git.RunAsync(bare, "config", "core.logAllRefUpdates", "always");
        await git.RunAsync(folder.Path, "clone", "-q", bare, clone);
        await git.RunAsync(clone, "checkout", "-q", "-B", "main");
        await File.WriteAllTextAsync(Path.Combine(clone, "record.txt"), "0\n", Stop);
        await git.RunAsync(clone, "add", ".");
        await git.RunAsync(clone, "commit", "-q", "-m", "A first record");
        await git.RunAsync(clone, "push", "-q", "origin", "main");
    }

    public string Bare(string repository = Repository) => Path.Combine(folder.Path, "repositories", repository + ".git");

    public string Clone(string repository = Repository) => Path.Combine(folder.Path, "clones", repository);

    public string Key(string person) => folder[$"{person}.key"];

    public string Secret(string custodian) => File.ReadAllText(folder[$"{custodian}.secret"]).Trim();

    /// <summary>Starts the service and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        Launch();
        await Service!.ReadyAsync();
    }

    /// <summary>Starts the service without waiting for it.</summary>
    public void Launch() => services.Add(new(Configuration, Data, Url));

    /// <summary>A developer commits and pushes to main.</summary>
    /// <returns>The commit.</returns>
    public async Task<string> PushAsync(string repository = Repository)
    {
        await File.WriteAllTextAsync(Path.Combine(Clone(repository), "record.txt"), $"{Interlocked.Increment(ref commits)}\n", Stop);
        await git.RunAsync(Clone(repository), "commit", "-q", "-a", "-m", "The next record");
        await git.RunAsync(Clone(repository), "push", "-q", Bare(repository), "main");
        return await git.RunAsync(Clone(repository), "rev-parse", "HEAD");
    }

    /// <summary>Where a ref of the bare repository stands; null: there is none.</summary>
    public async Task<string?> RefAsync(string name = "refs/heads/gold", string repository = Repository)
    {
        var found = await git.TryAsync(Bare(repository), "rev-parse", "--verify", "--quiet", name);
        return found.Succeeded ? found.Output.Trim() : null;
    }

    /// <summary>Somebody with access to the remote moves a ref there, past the gate.</summary>
    public Task MoveAsync(string name, string commit) => git.RunAsync(Bare(), "update-ref", name, commit);

    /// <summary>Every director adopts the tip of main, and gold stands there.</summary>
    public async Task<string> AdoptAsync(string repository = Repository)
    {
        var tip = (await RefAsync("refs/heads/main", repository))!;
        foreach (var director in Signatory.Directors) await Doors.VoteAsync(director, tip, repository: repository, kind: "adoption");
        await Eventually.UntilAsync(
            $"{repository} is adopted", Soon, async () => await Doors.StateAsync(repository) is { State: "adopted" }, () => Log);
        return tip;
    }

    /// <summary>Everyone approves a commit.</summary>
    public async Task ApproveAsync(string commit, string repository = Repository)
    {
        foreach (var one in Signatory.All) await Doors.VoteAsync(one, commit, repository: repository);
    }

    /// <summary>Waits until the ledger and the remote both have gold there.</summary>
    public Task GoldAsync(string commit, TimeSpan? limit = null, string repository = Repository) => Eventually.UntilAsync(
        $"gold of {repository} stands at {commit}",
        limit ?? Soon,
        async () => await Doors.StateAsync(repository) is { State: "adopted" } state && state.Gold == commit && await RefAsync(repository: repository) == commit,
        () => Log);

    /// <summary>Waits until /readyz says this of the repository's remote.</summary>
    public Task DegradedAsync(string why) => Eventually.UntilAsync(
        $"/readyz says: {why}",
        Soon,
        async () => (await Doors.GetAsync<JsonElement?>("readyz"))?.GetProperty("remotes").TryGetProperty(Repository, out var told) == true && told.GetString()!.Contains(why, StringComparison.Ordinal),
        () => Log);

    /// <summary>What the ledger and the remote say that must not be so.</summary>
    public async Task CheckAsync(string repository = Repository)
    {
        var found = await new Referee(this, repository).FindAsync();
        Assert.True(found.Count == 0, $"{string.Join('\n', found)}\n\n{Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (Service is not null) await Service.DisposeAsync();
        // What a killed service left running must not outlive the test either.
        await Processes.EndAsync(Processes.OwnedBy(Data));
        Doors.Dispose();
        folder.Dispose();
        workspaces.Delete(recursive: true);
    }

    private IEnumerable<string> LastFacts() => File.Exists(Database)
        ? Ledger.Read().TakeLast(20).Select(line => $"{line.Seq} {line.At} {Encoding.UTF8.GetString(line.Bytes)}")
        : [];

    private string Write(EstateOptions options, Dictionary<string, string> keys)
    {
        var custodians = Signatory.All.GroupBy(one => one.Custodian).Select(group => $"""
              {group.Key}:
                name: {group.Key}
                hook-secret: file:{group.Key}.secret
                people:
            {string.Join('\n', group.Select(one => $"""      {one.Person}: {"{"} name: {one.Person}, email: {one.Person}@example.nhs.uk, roles: [{one.Role}], keys: ["{keys[one.Person]}"] {"}"}"""))}
            """);
        var repositories = options.Repositories.Select(one => $"""
              {one.Key}:
                url: "{one.Value ?? $"repositories/{one.Key}.git"}"
            {(one.Value is null || options.Credential is null ? "    # No credential." : "    credentials: remote")}
                source: [refs/heads/main]
                gold: refs/heads/gold
                checks: [tests]
                gate: standard
            """);
        return $"""
            service:
              poll: {options.Poll}
              reconcile: {options.Reconcile}
              push-timeout: {options.PushTimeout}
              fetch-timeout: {options.FetchTimeout}
              workspaces: {workspaces.FullName}/runs
            {(options.Credential is { } credential ? $"credentials:\n  remote: {credential}" : "")}
            custodians:
            {string.Join('\n', custodians)}
            repositories:
            {string.Join('\n', repositories)}
            checks:
              tests: {options.Check}
            gates:
              standard:
                checks: all
                sign-offs: [{"{"} each: custodian, role: director {"}"}, {"{"} any: 1, role: clinical-safety-officer {"}"}]
                author-may-sign: false
                sign-offs-expire: 90d
            """;
    }
}
