using System.Text.Json.Nodes;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd.Estates;

/// <summary>One repository on a real remote, three custodians with keys, and the service before it.</summary>
internal sealed class TestEstate : IAsyncDisposable
{
    public const string Repository = "openmaxims";
    public const string Gold = "refs/heads/gold";
    public const string Main = "refs/heads/main";

    /// <summary>Taunton is changing its hook's secret: both are good.</summary>
    public const string TauntonNew = "whsec_bmV3LXRhdW50b24tc2VjcmV0LW9mLTMyLWJ5dGVzISE=";
    public const string TauntonOld = "whsec_b2xkLXRhdW50b24tc2VjcmV0LW9mLTMyLWJ5dGVzISE=";
    public const string Sthk = "whsec_c3Roay1zZWNyZXQtb2YtMjQtYnl0ZXMh";

    public const string GitHub = "github-hook-secret-of-32-letters!";

    /// <summary>Where the repositories are on GitHub.</summary>
    private const string OnGitHub = "IMS-MAXIMS/openMAXIMS.git";
    private const string GoldOnGitHub = "CUSTODIANS/gold.git";

    private static readonly Dictionary<string, string> Secrets = new() { ["TAUNTON_NEW"] = TauntonNew, ["TAUNTON_OLD"] = TauntonOld, ["STHK"] = Sthk, ["GITHUB"] = GitHub };

    // A poll that fell into this test is put off by up to a fifth of its interval.
    private static readonly TimeSpan LongestUnrest = TimeSpan.FromMinutes(7);

    private readonly PeerFolder folder = new();
    private readonly DirectoryInfo workspaces = new(Path.Combine(Path.GetTempPath(), $"custodian-checks-{Guid.NewGuid():N}"));
    private readonly EstatePlan plan;
    private HttpsGitServer? https;
    private SshGitServer? ssh;
    private RunningService? service;
    private Doors? doors;

    private TestEstate(EstatePlan plan)
    {
        this.plan = plan;
        People = new(folder.NewFolder("keys"));
        Ledger = new(Path.Combine(folder["service data"], "custodian.db"));
    }

    public People People { get; }

    public LedgerFile Ledger { get; }

    public Doors Doors => doors!;

    public RunningService Service => service!;

    public CuttingProxy? Proxy { get; private set; }

    public string Server { get; private set; } = "";

    public string BareFolder => Path.Combine(folder["repositories"], Bare);

    private string Bare => plan.Host is null ? "our record.git" : OnGitHub;

    private string BareGold => plan.Host is null ? "our gold.git" : GoldOnGitHub;

    /// <summary>Where gold lives.</summary>
    public string GoldFolder => plan.GoldElsewhere ? Path.Combine(folder["repositories"], BareGold) : BareFolder;

    public string Clone => folder["clone"];

    /// <summary>Where the developer and an outsider reach the remote.</summary>
    public string Remote { get; private set; } = "";

    public GitClient Git { get; private set; } = new();

    /// <summary>The first commit, which is adopted as gold.</summary>
    public string First { get; private set; } = "";

    /// <summary>The estate is served; nothing has been adopted.</summary>
    public static async Task<TestEstate> ServeAsync(EstatePlan plan)
    {
        var estate = new TestEstate(plan);
        try
        {
            await estate.MakeRemoteAsync();
            foreach (var person in People.Signers) await estate.People.MakeKeyAsync(person);
            foreach (var kind in plan.MoreKeys) await estate.People.MakeKeyAsync(kind, kind);
            await estate.StartAsync();
            return estate;
        }
        catch
        {
            await estate.DisposeAsync();
            throw;
        }
    }

    /// <summary>The estate is served and its first commit adopted.</summary>
    public static async Task<TestEstate> AdoptedAsync(EstatePlan plan)
    {
        var estate = await ServeAsync(plan);
        try
        {
            await estate.AdoptAsync(estate.First);
            await estate.GoldBecomesAsync(estate.First);
            await estate.StateBecomesAsync("adopted");
            return estate;
        }
        catch
        {
            await estate.DisposeAsync();
            throw;
        }
    }

    public string this[string name] => folder[name];

    /// <summary>Every director votes to adopt a commit.</summary>
    public async Task AdoptAsync(string commit)
    {
        foreach (var director in People.Directors)
        {
            await LookAsync(() => Doors.AskAsync($"/api/v1/statement?repository={Repository}&person={director}&role=director&decision=approve&subject=adoption&commit={commit}"), answer => (int)answer.Status == 200);
            await VoteAsync(director, commit, "adoption");
        }
    }

    /// <summary>Every director signs for a certified release of gold.</summary>
    public async Task ReleaseAsync(string version)
    {
        foreach (var director in People.Directors)
        {
            await CommandLineClient.MustAsync("release", "--server", Server, "--repository", Repository, "--version", version, "--as", director, "--key", People.Key(director));
        }
    }

    /// <summary>A person signs with their own key and sends it; it must be taken.</summary>
    /// <returns>Its place in the ledger.</returns>
    public async Task<long> VoteAsync(string person, string? commit, string subject = "commit", string decision = "approve")
    {
        var statement = await Doors.StatementAsync(Repository, person, commit, decision, subject);
        var answer = await Doors.SendSignedAsync(statement, await People.SignAsync(person, statement));
        Assert.True((int)answer.Status == 201, answer.ToString());
        return (long)answer.Json["seq"]!;
    }

    /// <summary>The developer commits and pushes; the gate is told to look.</summary>
    /// <param name="on">The commit that it follows; null: the clone's own.</param>
    public async Task<string> PushAsync(string file, string? on = null, string branch = Main, bool force = false)
    {
        if (on is not null) await Git.RunAsync(Clone, "reset", "-q", "--hard", on);
        await File.WriteAllTextAsync(Path.Combine(Clone, file), $"{file} {Guid.NewGuid()}\n");
        await Git.RunAsync(Clone, "add", ".");
        await Git.RunAsync(Clone, "commit", "-q", "-m", $"Change {file}");
        await Git.RunAsync(Clone, ["push", "-q", .. force ? ["--force"] : Array.Empty<string>(), "origin", $"HEAD:{branch}"]);
        return await Git.RunAsync(Clone, "rev-parse", "HEAD");
    }

    /// <summary>Waits until the checks of a commit have passed and it waits for people alone.</summary>
    public async Task<JsonNode> AwaitsPeopleAsync(string commit) =>
        await LookAsync(() => WhyAsync(commit), why => (string?)why["state"] == "hold" && Codes(why).All(code => code == "sign-off-missing"));

    public Task<JsonNode> WhyAsync(string commit) => Doors.GetAsync($"/api/v1/repositories/{Repository}/candidates/{commit}/verdict");

    public Task<JsonNode> ViewAsync() => Doors.GetAsync($"/api/v1/repositories/{Repository}");

    public Task<JsonNode> StateBecomesAsync(string state, TimeSpan? patience = null) =>
        Eventually.BecomesAsync(ViewAsync, view => (string?)view["state"] == state, $"the repository becomes {state}", patience);

    /// <summary>Asks the gate to look at the remote until the answer will do.</summary>
    public Task<T> LookAsync<T>(Func<Task<T>> ask, Func<T, bool> enough) =>
        Eventually.BecomesAsync(
            async () =>
            {
                await Doors.PostAsync($"/api/v1/repositories/{Repository}/watch");
                return await ask();
            },
            enough,
            "the gate sees it");

    /// <summary>
    /// Waits until the service has no job planned or under way, by the account of the job engine's own dashboard: what it
    /// sees of the remote from then on, it does not see by a look that was asked for before.
    /// </summary>
    public Task RestsAsync() => Eventually.BecomesAsync(
        Doors.JobsAsync, jobs => jobs is { Scheduled: 0, Enqueued: 0, Processing: 0 }, "the service rests", LongestUnrest);

    /// <summary>Where gold stands on the remote, as git says; empty: nowhere.</summary>
    public async Task<string> GoldAsync() => (await new GitClient().RunAsync(folder.Path, "ls-remote", GoldFolder, Gold)).Split('\t')[0];

    public Task GoldBecomesAsync(string commit, TimeSpan? patience = null) =>
        Eventually.BecomesAsync(GoldAsync, gold => gold == commit, $"gold moves to {commit}", patience);

    /// <summary>Gives the remote a hook.</summary>
    /// <param name="name">As git calls it.</param>
    public async Task WriteHookAsync(string name, string script)
    {
        var hook = Path.Combine(BareFolder, "hooks", name);
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        await File.WriteAllTextAsync(hook, $"{script.ReplaceLineEndings("\n")}\n");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Somebody with access to the remote moves a ref there, past the gate.</summary>
    public Task MovePastTheGateAsync(string name, string commit) => new GitClient().RunAsync(BareFolder, "update-ref", name, commit);

    /// <summary>The service falls, in the midst of whatever it does, and is started again at the same address.</summary>
    public async Task RestartAsync()
    {
        await service!.DisposeAsync();
        doors!.Dispose();
        await StartAsync(new Uri(Server).Port);
    }

    public static IReadOnlyList<string> Codes(JsonNode why) => [.. why["reasons"]!.AsArray().Select(reason => (string)reason!["code"]!)];

    public static IReadOnlyList<string> WhoCanAct(JsonNode why) =>
        [.. why["reasons"]!.AsArray().SelectMany(reason => reason!["who"]!.AsArray()).Select(who => (string)who!)];

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed && service is not null) TestContext.Current.TestOutputHelper?.WriteLine(service.Log);
        doors?.Dispose();
        if (service is not null) await service.DisposeAsync();
        if (Proxy is not null) await EndAsync(Proxy);
        if (https is not null) await https.DisposeAsync();
        if (ssh is not null) await ssh.DisposeAsync();
        if (workspaces.Exists) workspaces.Delete(recursive: true);
        folder.Dispose();
    }

    // A connection that both its ends dropped in the same instant is reported only now, when nobody needs it any more; the
    // rest of the estate still has to be cleared away.
    private static async Task EndAsync(CuttingProxy proxy)
    {
        try
        {
            await proxy.DisposeAsync();
        }
        catch (InvalidOperationException dropped)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(dropped.ToString());
        }
    }

    private async Task MakeRemoteAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        var repositories = folder.NewFolder("repositories");
        var git = new GitClient();
        await git.RunAsync(folder.Path, "init", "-q", "--bare", "--initial-branch=main", BareFolder);
        if (plan.GoldElsewhere) await git.RunAsync(folder.Path, "init", "-q", "--bare", GoldFolder);
        switch (plan.Transport)
        {
            case Transport.Https when plan.Host is { } host:
                https = await HttpsGitServer.ServeAsync(repositories, stop, new(host.Api, "_referee/git"));
                (Remote, Git) = (https.UrlWithCredentials(Bare, password: "test_token_developer"), new(https.ClientEnvironment));
                await host.FollowAsync(BareFolder, OnGitHub);
                if (plan.GoldElsewhere) await host.FollowAsync(GoldFolder, GoldOnGitHub);
                break;
            case Transport.Https:
                https = await HttpsGitServer.ServeAsync(repositories, stop);
                (Remote, Git) = (https.UrlWithCredentials(Bare), new(https.ClientEnvironment));
                if (plan.BehindProxy) Proxy = new(https.Port);
                break;
            case Transport.Ssh:
                ssh = await SshGitServer.ServeAsync(repositories, stop);
                (Remote, Git) = (ssh.Url(Bare), new(ssh.ClientEnvironment));
                break;
            default:
                Remote = BareFolder;
                break;
        }

        await git.RunAsync(folder.Path, "init", "-q", "--initial-branch=main", Clone);
        await git.RunAsync(Clone, "remote", "add", "origin", Remote);
        // Passes unless a file called "broken" is there.
        await File.WriteAllTextAsync(Path.Combine(Clone, "check.sh"), """
            failures=0
            [ ! -e broken ] || failures=1
            { printf '<testsuite name="doses" tests="1" failures="%s"><testcase classname="doses" name="by weight">' "$failures"
              [ "$failures" = 0 ] || printf '<failure message="wrong dose"/>'
              printf '</testcase></testsuite>'; } > report.xml
            exit "$failures"

            """.ReplaceLineEndings("\n"), stop);
        First = await PushAsync("record");
    }

    private async Task StartAsync(int? at = null)
    {
        var config = folder.Write("custodian.yaml", EstateYaml.Write(plan, People, UrlForService(), plan.GoldElsewhere ? GoldUrl : null, Credentials(), workspaces.FullName));
        var port = at ?? FreePort.Next();
        service = await RunningService.StartAsync(config, $"http://{plan.Listen}:{port}", folder["service data"], Secrets);
        Server = $"http://127.0.0.1:{port}";
        doors = new(Server);
    }

    private string UrlForService() => https?.Url(Bare, Proxy?.Port) ?? ssh?.Url(Bare) ?? BareFolder;

    private string GoldUrl => plan.Host is null ? GoldFolder : https!.Url(GoldOnGitHub);

    private string Credentials()
    {
        // GitHub's tokens need no password of the operator's.
        if (plan.Host is not null) return $"""
            credentials:
              hub: {"{"} certificate-authority: "{https!.CertificateAuthority}" {"}"}
            """;
        if (https is not null)
        {
            folder.Write("password", https.Password);
            return $"""
                credentials:
                  hub: {"{"} username: {https.Username}, password: "file:{folder["password"]}", certificate-authority: "{https.CertificateAuthority}" {"}"}
                """;
        }

        return ssh is null ? "" : $"""
            credentials:
              hub: {"{"} ssh-key: "{ssh.SshKey}", known-hosts: "{ssh.KnownHosts}" {"}"}
            """;
    }
}
