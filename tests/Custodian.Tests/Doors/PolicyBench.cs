using System.Text.Json;
using System.Text.RegularExpressions;
using Custodian.Commands;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Promotions;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store.Facts;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>The real service with three custodians and a chair, whose policy is changed through its front door.</summary>
internal sealed partial class PolicyBench(PageBench bench) : IAsyncDisposable
{
    public const string Taunton = "taunton-director";
    public const string Sthk = "sthk-director";
    public const string Blackpool = "blackpool-director";
    public const string Chair = "cic-chair";

    /// <summary>Something that weakens nothing and that no rule is about.</summary>
    public static readonly (string Old, string New) Harmless = ("name: Blackpool\n", "name: Blackpool Teaching Hospitals\n");

    public static readonly IReadOnlyList<string> Everybody = [Taunton, Sthk, Blackpool];

    private static readonly string[] Pens = [Blackpool, Chair, "sthk-second", "new-key", "wirral-director"];

    public PageBench Bench => bench;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<PolicyBench> StartAsync(params (string Old, string New)[] changes)
    {
        var folder = Directory.CreateTempSubdirectory("custodian-pens-");
        try
        {
            foreach (var pen in Pens)
            {
                await new ProgramRunner(folder.FullName).RunAsync(
                    new() { Program = "ssh-keygen", Arguments = ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", Path.Combine(folder.FullName, pen)], Timeout = TimeSpan.FromSeconds(30) }, Stop);
            }

            var bench = await PageBench.StartAsync(
            [
                ("\nrepositories:", WithKeys(folder.FullName, $$"""

                      blackpool:
                        name: Blackpool
                        people:
                          blackpool-director: { roles: [director], keys: ["{key:{{Blackpool}}}"] }
                    policy: { chair: { id: {{Chair}}, keys: ["{key:{{Chair}}}"] } }
                    repositories:
                    """)),
                .. changes.Select(change => (WithKeys(folder.FullName, change.Old), WithKeys(folder.FullName, change.New))),
            ]);
            foreach (var file in folder.GetFiles()) file.MoveTo(bench.Key(file.Name));
            return new(bench);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A configuration file with the policy that the service runs with, changed. <c>{key:PEN}</c> stands for a public key.</summary>
    public async Task<string> FileAsync(params (string Old, string New)[] changes)
    {
        var text = await File.ReadAllTextAsync(bench.File, Stop);
        foreach (var (old, now) in changes)
        {
            Assert.Contains(WithKeys(Folder, old), text, StringComparison.Ordinal);
            text = text.Replace(WithKeys(Folder, old), WithKeys(Folder, now), StringComparison.Ordinal);
        }

        var file = Path.Combine(Folder, $"proposed-{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, text, Stop);
        return file;
    }

    /// <summary>As people type it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> ProposeAsync(string file, string person, params string[] more) =>
        CommandLine.RunAsync(["policy", "propose", "--server", bench.Server, "--config", file, "--as", person, "--key", Key(person), .. more]);

    /// <summary>A proposal that must be taken.</summary>
    /// <returns>What is voted on.</returns>
    public async Task<string> ProposedAsync(string file, string person = Taunton, bool weaker = false)
    {
        await SendAsync(file, weaker: weaker, person: person);
        return (await ViewAsync()).GetProperty("proposals").EnumerateArray().Last().GetProperty("digest").GetString()!;
    }

    /// <summary>A proposal as a client of one's own would make it.</summary>
    public async Task<Receipt> SendAsync(string file, Func<PolicyMotion, PolicyMotion>? change = null, Func<byte[], byte[]>? document = null, bool weaker = false, string person = Taunton, string? pen = null)
    {
        var policy = ConfigurationFile.Load(file, CustodianSetup.CheckSchemas);
        var bytes = document is null ? policy.PolicyDocument : document(policy.PolicyDocument);
        var view = await ViewAsync();
        var motion = new PolicyMotion(view.GetProperty("number").GetInt32() + 1, CanonicalJson.Digest(bytes), view.GetProperty("digest").GetString()!);
        if (change is not null) motion = change(motion);
        using var server = new ServerClient(bench.Server);
        var statement = await StatementAsync(motion.Digest(), person, SignOffDecision.Approve, Motion.Role);
        return await new Signing(server, Key(pen ?? person)).ProposeAsync(motion, bytes, weaker, statement, Stop);
    }

    public async Task<ServerRefusalException> RefusedAsync(Func<Task> act) => await Assert.ThrowsAsync<ServerRefusalException>(act);

    public async Task<Receipt> VoteAsync(string digest, string person, SignOffDecision decision = SignOffDecision.Approve, string role = Motion.Role, string? pen = null)
    {
        // A statement of the same instant would be taken for one that came earlier.
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        using var server = new ServerClient(bench.Server);
        return await new Signing(server, Key(pen ?? person)).SendAsync(await StatementAsync(digest, person, decision, role), Stop);
    }

    public Task<JsonElement> ViewAsync() => bench.GetAsync("api/v1/policy");

    /// <summary>Counts, and tells whom an open proposal awaits: under the old policy, under the new one.</summary>
    public async Task<(string Old, string New)> AwaitedAsync(string digest)
    {
        await CountAsync();
        var open = (await ViewAsync()).GetProperty("proposals").EnumerateArray().Single(one => one.GetProperty("digest").GetString() == digest);
        return (Text(open.GetProperty("awaitedUnderOld")), Text(open.GetProperty("awaitedUnderNew")));
    }

    /// <summary>Counts the votes, and tells which policy is in force.</summary>
    public async Task<int> NumberAsync()
    {
        await CountAsync();
        return bench.Read(reader => reader.Every<PolicyAdopted>()[^1].Body.Number);
    }

    /// <summary>The service starts again with a file that says the policy in force.</summary>
    public async Task TakeUpAsync(string file)
    {
        bench.Rewrite(await File.ReadAllTextAsync(file, Stop));
        await bench.RestartAsync();
    }

    /// <summary>
    /// The service starts with a policy that was adopted, and its members adopt a first gold and promote a commit: held while one of them is missing.
    /// </summary>
    /// <param name="members">A director of each, and whose pen they sign with.</param>
    public async Task PromotesAsync(string file, params (string Person, string Pen)[] members)
    {
        await TakeUpAsync(file);
        var first = await bench.PushAsync(PageBench.Main, "one", null);
        await bench.LookAsync();
        foreach (var member in members) await SignAsync(SubjectKind.Adoption, first, member);
        await bench.PageAsync("Adopted: gold stands at");

        var second = await bench.PushAsync(PageBench.Main, "two", first);
        await bench.LookAsync();
        foreach (var member in members[..^1]) await SignAsync(SubjectKind.Commit, second, member);
        var held = await PageBench.UntilAsync(() => bench.WhyAsync(second), why => Codes(why) == ReasonCode.SignOffMissing);
        Assert.Equal("hold", held.GetProperty("state").GetString());

        await SignAsync(SubjectKind.Commit, second, members[^1]);
        await bench.PageAsync($"gold stands at {second.Abbreviated}");
    }

    public string Key(string pen) => bench.Key(pen);

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    private string Folder => Path.GetDirectoryName(bench.File)!;

    // A step of our own, as the reconciler wakes it.
    private Task CountAsync() => ActivatorUtilities.CreateInstance<PolicyStep>(bench.Services).RunAsync("", Stop);

    // The command line's own clock is not the bench's: it would take no statement of another week.
    private Task<byte[]> StatementAsync(string digest, string person, SignOffDecision decision, string role) =>
        bench.Client.GetByteArrayAsync($"api/v1/statement?subject=policy:{digest}&person={person}&role={role}&decision={decision}", Stop);

    private async Task SignAsync(string kind, CommitSha commit, (string Person, string Pen) member)
    {
        bench.Clock.Advance(TimeSpan.FromSeconds(1));
        using var server = new ServerClient(bench.Server);
        var statement = await bench.Client.GetByteArrayAsync(
            $"api/v1/statement?repository={PageBench.Name}&commit={commit}&subject={kind}&person={member.Person}&role={Motion.Role}&decision=approve", Stop);
        await new Signing(server, Key(member.Pen)).SendAsync(statement, Stop);
    }

    private static string Codes(JsonElement why) => string.Join(' ', why.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("code").GetString()));

    private static string Text(JsonElement list) => string.Join(' ', list.EnumerateArray().Select(one => one.GetString()).Order(StringComparer.Ordinal));

    private static string WithKeys(string folder, string text) => Pen().Replace(text, pen => File.ReadAllText(Path.Combine(folder, pen.Groups[1].Value + ".pub")).Trim());

    [GeneratedRegex(@"\{key:([a-z-]+)\}")]
    private static partial Regex Pen();
}
