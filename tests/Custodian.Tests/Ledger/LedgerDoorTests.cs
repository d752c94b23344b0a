using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Custodian.Commands;
using Custodian.Ledger;
using Xunit;

namespace Custodian.Tests.Ledger;

public sealed class LedgerDoorTests : IAsyncLifetime
{
    private LedgerService service = null!;

    public async ValueTask InitializeAsync() => service = await LedgerService.StartAsync();

    public async ValueTask DisposeAsync() => await service.DisposeAsync();

    [Fact]
    public async Task The_ledger_verifies_again_and_again_while_facts_are_appended()
    {
        using var enough = new CancellationTokenSource();
        var appending = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested) await service.AppendAsync(37);
        });
        byte[]? older = null;
        for (var round = 0; round < 5; round++)
        {
            var acknowledged = await service.AppendAsync(100);
            var ask = new LedgerVerification { Key = service.Get<LedgerKey>().Verifier, Older = older };

            var report = await new LedgerVerifier(Log()).VerifyAsync(ask, default);

            Assert.Empty(report.Findings);
            Assert.True(report.Checkpoint!.Size > acknowledged, "the checkpoint covers what was acknowledged before");
            older = await service.Http.GetByteArrayAsync("ledger/checkpoint");
        }

        await enough.CancelAsync();
        await appending;
    }

    [Fact]
    public async Task An_inclusion_proof_leads_from_an_entry_to_the_signed_root()
    {
        await service.AppendAsync(300);
        var head = await HeadAsync();

        foreach (var query in new[] { "index=7", "seq=7", $"index=7&size={head.Size}" })
        {
            var proof = await service.Http.GetFromJsonAsync<InclusionProof>($"api/v1/ledger/proof?{query}");

            Assert.Equal((7, head.Size), (proof!.Index, proof.Size));
            Assert.Equal(Convert.ToBase64String(head.Root), proof.Root);
            Assert.True(ProofJudge.VerifyInclusion(
                await LeafAsync(7), 7, head.Size, [.. proof.Hashes.Select(Convert.FromBase64String)], head.Root));
        }
    }

    [Fact]
    public async Task A_consistency_proof_leads_from_an_older_signed_root_to_the_newest()
    {
        await service.AppendAsync(250);
        var older = await HeadAsync();
        await service.AppendAsync(300);
        var head = await HeadAsync();

        var proof = await service.Http.GetFromJsonAsync<ConsistencyProof>($"api/v1/ledger/proof?from={older.Size}&to={head.Size}");

        Assert.Equal((Convert.ToBase64String(older.Root), Convert.ToBase64String(head.Root)), (proof!.FromRoot, proof.ToRoot));
        Assert.True(ProofJudge.VerifyConsistency(
            older.Size, older.Root, head.Size, head.Root, [.. proof.Hashes.Select(Convert.FromBase64String)]));
    }

    [Theory]
    [InlineData("api/v1/ledger/proof?index=9&size=900000", HttpStatusCode.NotFound, "not-found")]
    [InlineData("api/v1/ledger/proof?index=-1", HttpStatusCode.NotFound, "not-found")]
    [InlineData("api/v1/ledger/proof?from=3&to=2", HttpStatusCode.NotFound, "not-found")]
    [InlineData("api/v1/ledger/proof", HttpStatusCode.BadRequest, "parameters")]
    [InlineData("api/v1/ledger/proof?index=1&from=1", HttpStatusCode.BadRequest, "parameters")]
    [InlineData("ledger/tile/0/000", HttpStatusCode.NotFound, "not-found")]
    [InlineData("ledger/tile/0/999.p/3", HttpStatusCode.NotFound, "not-found")]
    [InlineData("ledger/tile/entries/..%2f..%2f..%2f..%2fetc%2fpasswd", HttpStatusCode.NotFound, "not-found")]
    [InlineData("ledger/tile/..%2fcustodian.db", HttpStatusCode.NotFound, "not-found")]
    [InlineData("ledger/tile/%2fetc%2fpasswd", HttpStatusCode.NotFound, "not-found")]
    [InlineData("ledger/tile/x", HttpStatusCode.NotFound, "not-found")]
    public async Task What_the_ledger_does_not_have_is_a_problem_with_a_name(string path, HttpStatusCode status, string type)
    {
        using var answer = await service.Http.GetAsync(path);

        Assert.Equal(status, answer.StatusCode);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal($"urn:custodian:problem:{type}", problem.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Full_tiles_are_kept_by_caches_for_ever_and_the_head_is_not()
    {
        await service.AppendAsync(300);

        using var head = await service.Http.GetAsync("ledger/checkpoint");
        using var full = await service.Http.GetAsync("ledger/tile/entries/000");
        using var partial = await service.Http.GetAsync("ledger/tile/0/001.p/5");

        Assert.Equal("text/plain", head.Content.Headers.ContentType!.MediaType);
        Assert.True(head.Headers.CacheControl!.NoCache);
        Assert.Equal("application/octet-stream", full.Content.Headers.ContentType!.MediaType);
        Assert.Contains("immutable", full.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal(5 * 32, (await partial.Content.ReadAsByteArrayAsync()).Length);
        Assert.True(partial.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task The_command_verifies_a_server_and_says_that_its_key_was_taken_on_trust()
    {
        await service.AppendAsync(10);

        var (code, output, error) = await LedgerService.VerifyAsync(new() { Server = service.Url });

        Assert.Equal(ExitCode.Yes, code);
        Assert.StartsWith("The ledger 'custodian' is whole: 11 entries, root ", output, StringComparison.Ordinal);
        Assert.Contains("was taken on trust", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_believes_the_pinned_key_alone()
    {
        var pin = await service.PinAsync();
        await File.WriteAllTextAsync(service["other.pub"], LedgerKey.Generate("custodian").Verifier.Text);

        Assert.Equal((ExitCode.Yes, ""), Outcome(await LedgerService.VerifyAsync(new() { Server = service.Url, Trust = pin })));
        Assert.Equal((ExitCode.Yes, ""), Outcome(await LedgerService.VerifyAsync(new() { Server = service.Url, Trust = Path.GetDirectoryName(pin) })));
        Assert.Equal((ExitCode.No, ""), Outcome(await LedgerService.VerifyAsync(new() { Server = service.Url, Trust = service["other.pub"] })));

        static (int, string) Outcome((int ExitCode, string Output, string Error) told) => (told.ExitCode, told.Error);
    }

    [Fact]
    public async Task The_command_answers_one_JSON_document()
    {
        var (code, output, _) = await LedgerService.VerifyAsync(new() { Server = service.Url, Trust = await service.PinAsync(), Json = true });

        var answer = JsonDocument.Parse(output).RootElement;
        Assert.Equal(ExitCode.Yes, code);
        Assert.True(answer.GetProperty("verified").GetBoolean());
        Assert.Equal((1, "custodian"), (answer.GetProperty("size").GetInt64(), answer.GetProperty("origin").GetString()));
    }

    [Fact]
    public async Task The_command_compares_with_a_checkpoint_kept_from_earlier()
    {
        await service.AppendAsync(10);
        await File.WriteAllBytesAsync(service["kept"], await service.Http.GetByteArrayAsync("ledger/checkpoint"));
        var longer = new Checkpoint("custodian", 5000, new byte[32]).SignedBy(service.Get<LedgerKey>());
        await File.WriteAllTextAsync(service["longer"], longer);
        await service.AppendAsync(10);
        var order = new LedgerVerifyOrder { Server = service.Url, Trust = await service.PinAsync() };

        Assert.Equal(ExitCode.Yes, (await LedgerService.VerifyAsync(order with { Since = service["kept"] })).ExitCode);
        var (code, output, _) = await LedgerService.VerifyAsync(order with { Since = service["longer"] });

        Assert.Equal(ExitCode.No, code);
        Assert.Contains("The ledger shrank: it has 21 entries, and an older checkpoint signed 5000.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_asked_in_a_wrong_way_or_for_what_is_out_of_reach_says_so_with_its_exit_code()
    {
        var pin = await service.PinAsync();

        Assert.Equal(ExitCode.WrongUse, await CommandLine.RunAsync(["ledger", "verify"]));
        Assert.Equal(ExitCode.WrongUse, await CommandLine.RunAsync(["ledger", "verify", "--server", service.Url, "--data", service.Data]));
        Assert.Equal(ExitCode.WrongUse, await CommandLine.RunAsync(["ledger", "verify", "--server", service.Url, "--trust", service["nothing"]]));
        Assert.Equal(ExitCode.CouldNot, await CommandLine.RunAsync(["ledger", "verify", "--path", service["nowhere"], "--trust", pin]));
        Assert.Equal(ExitCode.CouldNot, await CommandLine.RunAsync(["ledger", "verify", "--data", service["nowhere"], "--trust", pin]));
        Assert.Equal(ExitCode.Yes, await CommandLine.RunAsync(["ledger", "verify", "--server", service.Url, "--trust", pin]));
    }

    [Fact]
    public async Task The_doors_are_described()
    {
        var paths = (await service.Http.GetFromJsonAsync<JsonElement>("openapi/v1.json")).GetProperty("paths");

        Assert.Equal(
            ["/api/v1/ledger/proof", "/ledger/checkpoint", "/ledger/tile/{path}", "/trust/ledger.pub"],
            paths.EnumerateObject().Select(path => path.Name).Where(name => name.Contains("ledger", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_key_is_published_as_outsiders_pin_it() =>
        Assert.Equal(service.Get<LedgerKey>().Verifier.Text + "\n", await service.Http.GetStringAsync("trust/ledger.pub"));

    private HttpReadableLog Log() => new(service.Http, new Uri(service.Url + "/ledger"), TimeProvider.System);

    private async Task<Checkpoint> HeadAsync()
    {
        var note = Assert.IsType<OpenedNote.Good>(SignedNote.Open(await service.Http.GetByteArrayAsync("ledger/checkpoint"), service.Get<LedgerKey>().Verifier));
        Assert.True(Checkpoint.TryParse(note.Text, out var head));
        return head;
    }

    private async Task<byte[]> LeafAsync(int index) =>
        MerkleTree.LeafHash(EntryBundle.Decode(await service.Http.GetByteArrayAsync("ledger/tile/entries/000"))![index].Span);
}
