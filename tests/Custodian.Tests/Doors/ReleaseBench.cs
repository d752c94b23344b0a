using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Custodian.Commands;
using Custodian.Git;
using Custodian.Releases;
using Custodian.Rules;
using Custodian.SignOffs;
using Custodian.Store;
using Custodian.Store.Facts;
using Custodian.Tests.Pages;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>An adopted repository whose gold two directors release.</summary>
internal sealed class ReleaseBench(PageBench bench, CommitSha gold) : IAsyncDisposable
{
    public const string Taunton = "taunton-director";
    public const string Sthk = "sthk-director";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) } };

    public PageBench Bench => bench;

    public CommitSha Gold => gold;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ReleaseBench> StartAsync(params (string Old, string New)[] changes)
    {
        var bench = await PageBench.StartAsync(changes);
        var first = await bench.PushAsync("refs/heads/main", "one", null);
        await bench.LookAsync();
        await bench.AdoptAsync(first, Taunton, Sthk);
        await bench.PageAsync("Adopted: gold stands at");
        return new(bench, first);
    }

    /// <summary>The command line's release.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> ReleaseAsync(string person, params string[] more) => CommandLine.RunAsync([
        "release", "--server", bench.Client.BaseAddress!.ToString(), "--repository", PageBench.Name, "--version", "1.0", "--as", person, "--key", bench.Key(person), .. more]);

    /// <summary>A proposal as a client of one's own would make it.</summary>
    /// <param name="change">What is signed instead of the draft.</param>
    /// <returns>What is voted on.</returns>
    public async Task<string> ProposeAsync(string person, Func<string, string>? change = null)
    {
        var draft = await bench.Client.GetStringAsync($"api/v1/releases/{PageBench.Name}/1.0/draft?person={person}", Stop);
        var text = change is null ? draft : change(draft);
        var ssh = new SshKeygen(new ProgramRunner("custodian-tests"));
        var tag = Encoding.UTF8.GetBytes(text + await ssh.SignAsync(bench.Key(person), SshKeygen.GitNamespace, Encoding.UTF8.GetBytes(text), Stop));
        const string mark = "Contents: sha256:";
        var content = text.Substring(text.IndexOf(mark, StringComparison.Ordinal) + mark.Length, 64);
        var motion = new ReleaseMotion(PageBench.Name, "1.0", gold, content, Convert.ToHexStringLower(SHA256.HashData(tag)));
        var statement = JsonSerializer.SerializeToUtf8Bytes(
            Statement.Parse(await bench.Client.GetByteArrayAsync(
                $"api/v1/statement?repository={PageBench.Name}&commit={gold}&subject=release:{motion.Digest()}&person={person}&role=director&decision=approve", Stop)),
            FactJson.Options);
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        await new Signing(server, bench.Key(person)).ProposeAsync("1.0", tag, [], statement, Stop);
        return motion.Digest();
    }

    public async Task<Receipt> VoteAsync(string person, string digest, SignOffDecision decision, string role = "director")
    {
        using var server = new ServerClient(bench.Client.BaseAddress!.ToString());
        var order = new StatementOrder(PageBench.Name, gold, SubjectKind.Release, digest, person, role, decision, null);
        return await new Signing(server, bench.Key(person)).VoteAsync(order, TimeSpan.FromSeconds(60), Stop);
    }

    public async Task<ReleaseView> ViewAsync() => (await bench.Client.GetFromJsonAsync<ReleaseView>($"api/v1/releases/{PageBench.Name}/1.0", Json, Stop))!;

    /// <summary>The view once it says so: the gate's own jobs are at work meanwhile.</summary>
    public async Task<ReleaseView> BecomesAsync(Func<ReleaseView, bool> enough)
    {
        var view = await Waiting.UntilAsync(ViewAsync, enough, _ => "", TimeSpan.FromSeconds(60), Stop);
        Assert.True(enough(view), view.ToString());
        return view;
    }

    /// <summary>Appends a fact as if the service had been ended right after it.</summary>
    public Task<long> AppendAsync(Func<DateTimeOffset, FactBody> fact) =>
        bench.Services.GetRequiredService<FactStore>().WriteAsync(transaction => transaction.Append(fact(transaction.Now)), Stop);

    /// <summary>Counts and publishes, and waits until that is done: a step of our own, since the service's may be at work.</summary>
    public Task StepAsync() => ActivatorUtilities.CreateInstance<ReleaseStep>(bench.Services).RunAsync(PageBench.Name, Stop);

    public List<T> Facts<T>() where T : FactBody => bench.Read(reader => reader.In<T>(PageBench.Name).Select(fact => fact.Body).ToList());

    /// <summary>Puts an object of that kind on the remote, under the release's tag name.</summary>
    public async Task<string> PutTagAsync(byte[] tag)
    {
        var id = await bench.GitAsync(tag, "--git-dir", bench.Repository, "hash-object", "-t", "tag", "-w", "--stdin");
        await bench.GitAsync(null, "--git-dir", bench.Repository, "update-ref", "refs/tags/certified/1.0", id);
        return id;
    }

    public Task RemoveTagAsync() => bench.GitAsync(null, "--git-dir", bench.Repository, "update-ref", "-d", "refs/tags/certified/1.0");

    /// <summary>From here on the remote takes no tag.</summary>
    public Task RefuseTagsAsync() => bench.GitAsync(null, "--git-dir", bench.Repository, "config", "receive.hideRefs", "refs/tags");

    public Task TakeTagsAsync() => bench.GitAsync(null, "--git-dir", bench.Repository, "config", "--unset", "receive.hideRefs");

    public ValueTask DisposeAsync() => bench.DisposeAsync();
}
