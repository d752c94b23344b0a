using Custodian.Pages;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Custodian.Tests.Pages;

public sealed class SharedReadingTests
{
    private readonly FakeTimeProvider clock = new();
    private int looks;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_who_ask_at_once_share_one_look()
    {
        using var shared = new SharedReading<string>(clock, LookAsync);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => shared.ReadAsync(Stop)));

        Assert.All(answers, answer => Assert.Equal("look 1", answer));
    }

    [Fact]
    public async Task After_a_second_there_is_another_look()
    {
        using var shared = new SharedReading<string>(clock, LookAsync);
        await shared.ReadAsync(Stop);

        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("look 2", await shared.ReadAsync(Stop));
    }

    [Fact]
    public async Task A_look_that_failed_is_nobody_else_s_answer()
    {
        using var shared = new SharedReading<string>(clock, stop => looks++ == 0 ? throw new IOException("gone") : Task.FromResult("there"));

        await Assert.ThrowsAsync<IOException>(() => shared.ReadAsync(Stop));

        Assert.Equal("there", await shared.ReadAsync(Stop));
    }

    private async Task<string> LookAsync(CancellationToken stop)
    {
        var look = $"look {Interlocked.Increment(ref looks)}";
        await Task.Yield();
        return look;
    }
}
