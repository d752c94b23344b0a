using Custodian.Commands;
using Custodian.Ledger;
using Xunit;

namespace Custodian.Tests.Ledger;

/// <summary>A clone that has the ledger under several names.</summary>
public sealed class LedgerCopiesTests : IAsyncLifetime
{
    private LedgerService service = null!;

    public async ValueTask InitializeAsync() => service = await LedgerService.StartAsync();

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Of_an_older_copy_and_a_fresh_fetch_the_longer_ledger_is_verified()
    {
        await service.AdoptGoldAsync();
        await service.PublishAsync();
        var clone = await CloneAsync();
        await service.AppendAsync(3);
        await service.AdoptGoldAsync();
        await service.PublishAsync();
        await service.GitAsync("-C", clone, "fetch", "--quiet", service.Bare, PublishLedgerStep.Ref);

        var (code, output, _) = await LedgerService.VerifyAsync(new() { Path = clone, Trust = await service.PinAsync() });

        Assert.Equal(ExitCode.Yes, code);
        Assert.Contains("6 entries", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_longer_ledger_that_the_pinned_key_did_not_sign_is_passed_over()
    {
        await service.AdoptGoldAsync();
        await service.PublishAsync();
        var clone = await CloneAsync();
        await using var other = await LedgerService.StartAsync();
        await other.AppendAsync(300);
        await other.AdoptGoldAsync();
        await other.PublishAsync();
        await service.GitAsync("-C", clone, "fetch", "--quiet", other.Bare, PublishLedgerStep.Ref);

        Assert.Equal(ExitCode.Yes, (await LedgerService.VerifyAsync(new() { Path = clone, Trust = await service.PinAsync() })).ExitCode);
    }

    private async Task<string> CloneAsync()
    {
        var clone = service["clone"];
        await service.GitAsync("init", "--quiet", clone);
        await service.GitAsync("-C", clone, "fetch", "--quiet", service.Bare, $"{PublishLedgerStep.Ref}:{PublishLedgerStep.Ref}");
        return clone;
    }
}
