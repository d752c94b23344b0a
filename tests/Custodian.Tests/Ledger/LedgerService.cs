using Custodian.Commands;
using Custodian.Git;
using Custodian.Jobs;
using Custodian.Ledger;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Custodian.Tests.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Ledger;

/// <summary>The whole service in a folder of its own, with one bare repository; it can be stopped and started again.</summary>
internal sealed class LedgerService : IAsyncDisposable
{
    public const string Repository = "openmaxims";

    private const string Gold = "refs/heads/gold";

    private readonly TemporaryFolder folder = new();
    private readonly TimeProvider? clock;
    private WebApplication? app;

    private LedgerService(TimeProvider? clock) => this.clock = clock;

    public string Data => folder["data"];

    public string Bare => folder["openmaxims.git"];

    public string Database => Path.Combine(Data, "custodian.db");

    public string Url => App.Urls.First();

    /// <summary>Calls the service as it was started first.</summary>
    public HttpClient Http { get; } = new();

    public FactStore Store => Get<FactStore>();

    private WebApplication App => app ?? throw new InvalidOperationException("The service is not running.");

    private GitProgram Git { get; } = new(new ProgramRunner("custodian-tests"));

    public string this[string name] => folder[name];

    /// <summary>Starts it; jobs run when somebody runs them.</summary>
    public static async Task<LedgerService> StartAsync(string service = "{ poll: 1h, reconcile: 10m }", TimeProvider? clock = null)
    {
        var made = new LedgerService(clock);
        try
        {
            await File.WriteAllTextAsync(made.folder["custodian.yaml"], Configuration(service));
            await made.GitAsync("init", "--quiet", "--bare", made.Bare);
            await made.StartAgainAsync();
            made.Http.BaseAddress = new Uri(made.Url);
            return made;
        }
        catch
        {
            await made.DisposeAsync();
            throw;
        }
    }

    public async Task StartAgainAsync()
    {
        var configuration = ConfigurationFile.Load(folder["custodian.yaml"], CustodianSetup.CheckSchemas);
        app = CustodianSetup.Build(configuration, Data, "http://127.0.0.1:0", clock);
        await Get<Startup>().RunAsync(default);
        await app.StartAsync();
    }

    public async Task StopAsync()
    {
        if (app is null) return;
        var stopping = app;
        app = null;
        await stopping.StopAsync();
        await stopping.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await StopAsync();
        folder.Dispose();
    }

    public T Get<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public Task<long> AppendAsync(FactBody fact) => Store.WriteAsync(transaction => transaction.Append(fact), default);

    /// <summary>Appends many facts in one transaction.</summary>
    public Task<long> AppendAsync(int count) => Store.WriteAsync(
        transaction =>
        {
            var seq = 0L;
            for (; count > 0; count--) seq = transaction.Append(Seen(transaction, transaction.Size()));
            return seq;
        },
        default);

    public static CandidateSeen Seen(Transaction transaction, long number) => new()
    {
        At = transaction.Now,
        Repository = Repository,
        Commit = Commit(number),
        Ref = "refs/heads/master",
        Subject = new string('5', 64),
    };

    public static CommitSha Commit(long number) => new($"{number:x40}");

    /// <summary>Puts gold on the remote, and into the ledger as adopted.</summary>
    public async Task AdoptGoldAsync()
    {
        var tree = (await GitAsync("--git-dir", Bare, "hash-object", "-t", "tree", "-w", "--stdin")).Trim();
        var commit = (await GitAsync("--git-dir", Bare, "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "commit-tree", "-m", "First", tree)).Trim();
        await GitAsync("--git-dir", Bare, "update-ref", Gold, commit);
        await Store.WriteAsync(
            transaction => transaction.Append(new Adopted { At = transaction.Now, Repository = Repository, Commit = new(commit), Digest = new string('d', 64), Intent = 0 }), default);
    }

    /// <summary>Runs the job that pushes the ledger.</summary>
    public Task PublishAsync() => App.Services.GetServices<IStep>().Single(step => step.Kind == JobKind.Publish).RunAsync(Repository, default);

    public async Task<string> GitAsync(params string[] arguments)
    {
        var result = await Git.LocalAsync(null, arguments, default);
        Assert.True(result.Succeeded, result.Error);
        return result.Output;
    }

    /// <summary>Runs <c>ledger verify</c>.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> VerifyAsync(LedgerVerifyOrder order)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await new LedgerVerifyCommand(output, error, null).RunAsync(order, default);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>The pinned key, in a file.</summary>
    public async Task<string> PinAsync()
    {
        var file = folder["ledger.pub"];
        await File.WriteAllTextAsync(file, Get<LedgerKey>().Verifier.Text + "\n");
        return file;
    }

    private static string Configuration(string service) => $$"""
        service: {{service}}
        custodians:
          taunton:
            name: Taunton
            people:
              taunton-director: { roles: [director], keys: ["{{Sample.TauntonKey}}"] }
          sthk:
            name: St Helens
            people:
              sthk-director: { roles: [director], keys: ["{{Sample.SthkKey}}"] }
        repositories:
          {{Repository}}:
            url: openmaxims.git
            source: refs/heads/master
            gold: {{Gold}}
            checks: [tests]
            gate: standard
        checks:
          tests: { type: command, run: [make, test] }
        gates:
          standard:
            checks: all
            sign-offs: [{ each: custodian, role: director }]
        """;
}
