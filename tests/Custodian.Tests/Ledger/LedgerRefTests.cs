using Custodian.Commands;
using Custodian.Ledger;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Ledger;

public sealed class LedgerRefTests : IAsyncLifetime
{
    private readonly StandingClock clock = new();
    private LedgerService service = null!;

    public async ValueTask InitializeAsync() => service = await LedgerService.StartAsync(clock: clock);

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task The_ledger_is_pushed_where_gold_lives_and_a_clone_of_it_verifies_offline()
    {
        await service.AppendAsync(600);
        await service.AdoptGoldAsync();
        await service.PublishAsync();
        var trust = await service.PinAsync();
        var clone = await CloneAsync(PublishLedgerStep.Ref, "refs/remotes/origin/custodian/ledger");
        await service.StopAsync();

        var (code, output, _) = await LedgerService.VerifyAsync(new() { Path = clone, Trust = trust });

        Assert.Equal(ExitCode.Yes, code);
        Assert.Contains("602 entries", output, StringComparison.Ordinal);
        Assert.Equal(
            ["checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/90", "tile/1/000.p/2", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/90"],
            await FilesAsync());
    }

    [Fact]
    public async Task A_fetch_alone_is_enough_to_verify()
    {
        await service.AdoptGoldAsync();
        await service.PublishAsync();
        var clone = await CloneAsync(PublishLedgerStep.Ref, null);

        Assert.Equal(ExitCode.Yes, (await LedgerService.VerifyAsync(new() { Path = clone, Trust = await service.PinAsync() })).ExitCode);
    }

    [Fact]
    public async Task What_moved_gold_is_pushed_at_once_on_the_same_chain_and_other_facts_wait()
    {
        await service.AdoptGoldAsync();
        await service.PublishAsync();
        var first = await TipAsync();
        await service.AppendAsync(300);
        await service.PublishAsync();
        Assert.Equal(first, await TipAsync());

        await service.AdoptGoldAsync();
        await service.PublishAsync();

        Assert.Equal(first, (await service.GitAsync("--git-dir", service.Bare, "rev-parse", $"{PublishLedgerStep.Ref}^")).Trim());
        Assert.Equal(
            ["checkpoint", "tile/0/000", "tile/0/001.p/47", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/47"], await FilesAsync());
        Assert.Equal(ExitCode.Yes, (await LedgerService.VerifyAsync(new() { Path = service.Bare, Trust = await service.PinAsync() })).ExitCode);
        await service.GitAsync("--git-dir", service.Bare, "fsck", "--strict");
    }

    [Fact]
    public async Task A_service_with_a_new_mirror_continues_the_chain_that_it_finds()
    {
        await service.AdoptGoldAsync();
        await service.PublishAsync();
        var first = await TipAsync();
        await service.StopAsync();
        Directory.Delete(Path.Combine(service.Data, "mirrors"), recursive: true);
        await service.StartAgainAsync();
        await service.AppendAsync(1);

        await service.PublishAsync();

        Assert.Equal(first, (await service.GitAsync("--git-dir", service.Bare, "rev-parse", $"{PublishLedgerStep.Ref}^")).Trim());
    }

    [Fact]
    public async Task Nothing_is_pushed_before_gold_was_adopted()
    {
        await service.AppendAsync(3);

        await service.PublishAsync();

        Assert.Equal("", await TipAsync());
    }

    [Fact]
    public async Task What_somebody_else_wrote_there_is_not_overwritten()
    {
        await service.AdoptGoldAsync();
        await service.GitAsync("--git-dir", service.Bare, "update-ref", PublishLedgerStep.Ref, "refs/heads/gold");
        var foreign = await TipAsync();

        await service.PublishAsync();

        Assert.Equal(foreign, await TipAsync());
    }

    [Fact]
    public async Task A_ledger_that_is_ahead_of_a_restored_store_is_not_overwritten()
    {
        await service.AdoptGoldAsync();
        await service.StopAsync();
        File.Copy(service.Database, service["older.db"]);
        await service.StartAgainAsync();
        await service.AppendAsync(3);
        await service.PublishAsync();
        var ahead = await TipAsync();
        await service.StopAsync();
        // The whole folder is older, its checkpoint too: the ref is the only witness left.
        File.Copy(service["older.db"], service.Database, overwrite: true);
        File.Delete(new KeptCheckpoint(service.Data).File);
        await service.StartAgainAsync();
        await service.AdoptGoldAsync();

        await service.PublishAsync();

        Assert.Equal(ahead, await TipAsync());
    }

    [Fact]
    public async Task A_ref_that_the_remote_lost_is_put_back()
    {
        await service.AdoptGoldAsync();
        await service.PublishAsync();
        var first = await TipAsync();
        await service.GitAsync("--git-dir", service.Bare, "update-ref", "-d", PublishLedgerStep.Ref);
        await service.AdoptGoldAsync();

        await service.PublishAsync();

        Assert.Equal(first, (await service.GitAsync("--git-dir", service.Bare, "rev-parse", $"{PublishLedgerStep.Ref}^")).Trim());
    }

    [Fact]
    public async Task A_remote_that_is_gone_fails_nothing_and_is_tried_again_later()
    {
        await service.AdoptGoldAsync();
        Directory.Move(service.Bare, service["away"]);

        await service.PublishAsync();

        Directory.Move(service["away"], service.Bare);
        await service.PublishAsync();
        Assert.Equal("", await TipAsync());
        clock.Advance(TimeSpan.FromSeconds(31));
        await service.PublishAsync();
        Assert.NotEqual("", await TipAsync());
    }

    [Fact]
    public async Task The_ledger_in_a_clone_needs_a_pinned_key_and_a_clone_without_one_is_told_how_to_fetch_it()
    {
        var noTrust = await Assert.ThrowsAsync<CommandException>(() => LedgerService.VerifyAsync(new() { Path = service.Bare }));
        Assert.Equal(ExitCode.WrongUse, noTrust.ExitCode);

        var none = await Assert.ThrowsAsync<LedgerUnreadableException>(async () => await LedgerService.VerifyAsync(new() { Path = service.Bare, Trust = await service.PinAsync() }));
        Assert.Contains("fetch origin refs/custodian/ledger", none.Message, StringComparison.Ordinal);
    }

    private async Task<string> CloneAsync(string from, string? to)
    {
        var clone = service["clone"];
        await service.GitAsync("init", "--quiet", clone);
        await service.GitAsync("-C", clone, "fetch", "--quiet", service.Bare, to is null ? from : $"{from}:{to}");
        return clone;
    }

    private async Task<string> TipAsync() => (await service.GitAsync("--git-dir", service.Bare, "for-each-ref", "--format=%(objectname)", PublishLedgerStep.Ref)).Trim();

    private async Task<string[]> FilesAsync() =>
        (await service.GitAsync("--git-dir", service.Bare, "ls-tree", "-r", "--name-only", PublishLedgerStep.Ref)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
