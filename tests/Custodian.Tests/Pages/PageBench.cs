using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Custodian.Commands;
using Custodian.Git;
using Custodian.Intake;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Pages;

/// <summary>The real service over one real repository, with two custodians, looked at through its front door.</summary>
internal sealed partial class PageBench : IAsyncDisposable
{
    public const string Name = "openmaxims";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder;
    private readonly GitProgram git;
    private readonly ProgramRunner programs;
    private WebApplication app = null!;

    private readonly (string Old, string New)[] changes;

    private PageBench(DirectoryInfo folder, (string Old, string New)[] changes)
    {
        (this.folder, this.changes) = (folder, changes);
        programs = new(folder.FullName);
        git = new(programs);
    }

    public StandingClock Clock { get; } = new();

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => app.Services;

    public string DataFolder => Path.Combine(folder.FullName, "data");

    public string Repository => Path.Combine(folder.FullName, Name + ".git");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <param name="changes">To the configuration; <c>{folder}</c> in what is new stands for the bench's own folder, <c>{key:PERSON}</c> for a new key.</param>
    public static async Task<PageBench> StartAsync(params (string Old, string New)[] changes)
    {
        var bench = new PageBench(Directory.CreateTempSubdirectory("custodian-page-"), changes);
        await bench.GitAsync(null, "init", "--quiet", "--bare", "--template=", bench.Repository);
        var others = changes.SelectMany(change => NewKey().Matches(change.New)).Select(match => match.Groups[1].Value).Distinct();
        foreach (var person in (string[])["taunton-director", "sthk-director", .. others])
        {
            await bench.RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", bench.Key(person));
        }

        await bench.ServeAsync("true");
        return bench;
    }

    /// <summary>Starts the service again, on the same data, with another check in its policy.</summary>
    public async Task RestartAsync(string check)
    {
        Client.Dispose();
        await app.DisposeAsync();
        await ServeAsync(check);
    }

    /// <summary>The configuration file.</summary>
    public string File => Path.Combine(folder.FullName, "custodian.yaml");

    /// <summary>Puts another text into the configuration file: the running service, which reads it whenever it likes, gets the old one or the new one and never half of one.</summary>
    public void Rewrite(string text)
    {
        var whole = File + ".whole";
        System.IO.File.WriteAllText(whole, text);
        System.IO.File.Move(whole, File, overwrite: true);
    }

    /// <summary>Starts the service again, on the same data, with the configuration file as it stands.</summary>
    public async Task RestartAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await StartAsync();
    }

    /// <summary>Makes a commit with one file in the repository and points a branch at it.</summary>
    public async Task<CommitSha> PushAsync(string branch, string content, CommitSha? parent)
    {
        var blob = await GitAsync(Encoding.UTF8.GetBytes(content), "--git-dir", Repository, "hash-object", "-w", "--stdin");
        var tree = await GitAsync(Encoding.UTF8.GetBytes($"100644 blob {blob}\tfile.txt\n"), "--git-dir", Repository, "mktree");
        string[] onto = parent is { } old ? ["-p", old.ToString()] : [];
        string[] commit = ["--git-dir", Repository, "-c", "user.name=Dev", "-c", "user.email=dev@example.org", "commit-tree", tree, "-m", content, .. onto];
        var made = new CommitSha(await GitAsync(null, commit));
        await PointAsync(branch, made);
        return made;
    }

    public Task PointAsync(string branch, CommitSha commit) =>
        GitAsync(null, "--git-dir", Repository, "update-ref", branch, commit.ToString());

    /// <summary>Looks at the remote, and waits until that is done: a step of our own, since the service's does not wait for a look under way.</summary>
    public Task LookAsync(string repository = Name) => ActivatorUtilities.CreateInstance<WatchStep>(app.Services).RunAsync(repository, Stop);

    public async Task AdoptAsync(CommitSha commit, params string[] people)
    {
        using var server = new ServerClient(Client.BaseAddress!.ToString());
        foreach (var person in people) await AdoptCommand.VoteAsync(server, Name, commit, person, Key(person), Stop);
    }

    /// <param name="pen">Whose key signs; null: the person's.</param>
    public async Task<Receipt> SignAsync(CommitSha commit, string person, SignOffDecision decision, string? pen = null)
    {
        using var server = new ServerClient(Client.BaseAddress!.ToString());
        var order = new StatementOrder(Name, commit, SubjectKind.Commit, null, person, "director", decision, null);
        return await new Signing(server, Key(pen ?? person)).VoteAsync(order, Patience, Stop);
    }

    /// <summary>The page as it is now.</summary>
    public async Task<XDocument> PageAsync()
    {
        // Past the second for which one reading serves everybody.
        Clock.Advance(TimeSpan.FromSeconds(1.1));
        return Parse(await Client.GetStringAsync("/", Stop));
    }

    /// <summary>The page once it says so: the gate's own jobs are at work meanwhile.</summary>
    public async Task<XDocument> PageAsync(string saying)
    {
        var page = await Waiting.UntilAsync(PageAsync, page => Text(page).Contains(saying, StringComparison.Ordinal), _ => "", Patience, Stop);
        Assert.Contains(saying, Text(page), StringComparison.Ordinal);
        return page;
    }

    /// <summary>What a reader reads, every run of blanks as one.</summary>
    public static string Text(XContainer part)
    {
        var text = string.Concat(part.DescendantNodes().OfType<XText>().Select(node => node.Value));
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>Whatever others wrote, none of it became a script, a handler or a style.</summary>
    public static void AssertNothingRuns(XDocument page)
    {
        Assert.Empty(page.Descendants("script"));
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase) || attribute.Name.LocalName == "style");
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private async Task ServeAsync(string check)
    {
        var text = $$"""
            service: { poll: 1h, reconcile: 1s }
            custodians:
              taunton:
                name: Taunton & Somerset
                people:
                  taunton-director: { roles: [director, adviser], keys: ["{{await PublicKeyAsync("taunton-director")}}"] }
              sthk:
                name: St Helens and Knowsley
                people:
                  sthk-director: { roles: [director], keys: ["{{await PublicKeyAsync("sthk-director")}}"] }
            repositories:
              {{Name}}: { url: "{{Repository}}", source: [refs/heads/main, "refs/heads/topic/*"], gold: refs/heads/gold, checks: [tests], gate: standard }
            checks:
              tests: { type: command, run: ["{{check}}"], sandbox: none }
            gates:
              standard: { checks: all, sign-offs: [{ each: custodian, role: director }] }
            """;
        foreach (var (old, changed) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, changed.Replace("{folder}", folder.FullName, StringComparison.Ordinal), StringComparison.Ordinal);
            foreach (Match key in NewKey().Matches(changed)) text = text.Replace(key.Value, await PublicKeyAsync(key.Groups[1].Value), StringComparison.Ordinal);
        }

        await System.IO.File.WriteAllTextAsync(File, text, Stop);
        await StartAsync();
    }

    private async Task StartAsync()
    {
        var configuration = ConfigurationFile.Load(File, CustodianSetup.CheckSchemas);
        app = CustodianSetup.Build(configuration, DataFolder, "http://127.0.0.1:0", Clock);
        await CustodianSetup.BeginAsync(app, Stop);
        Client = new() { BaseAddress = new Uri(app.Urls.First()) };
    }

    // But for its two empty elements it is well-formed XML, so a strict parser judges its form.
    public static XDocument Parse(string html)
    {
        using var reader = XmlReader.Create(new StringReader(Empty().Replace(html, "$0</$1>")), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader);
    }

    [GeneratedRegex("<(meta|link)[^>]*>")]
    private static partial Regex Empty();

    [GeneratedRegex(@"\{key:([a-z-]+)\}")]
    private static partial Regex NewKey();

    public string Key(string person) => Path.Combine(folder.FullName, person);

    public async Task<string> PublicKeyAsync(string person) => (await System.IO.File.ReadAllTextAsync(Key(person) + ".pub", Stop)).Trim();

    public async Task RunAsync(string program, params string[] arguments)
    {
        var result = await programs.RunAsync(new() { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(30) }, Stop);
        Assert.True(result.Succeeded, result.Error);
    }

    public async Task<string> GitAsync(byte[]? input, params string[] arguments)
    {
        var result = await git.LocalAsync(null, arguments, Stop, input);
        Assert.True(result.Succeeded, result.Error);
        return result.Output.Trim();
    }
}
