using Xunit;

namespace Custodian.Tests.Doors;

/// <summary>One service for all tests that only knock at its door.</summary>
public sealed class GitHubHookService : IAsyncLifetime
{
    private GitHubHookBench? bench;

    internal GitHubHookBench Bench => bench!;

    public async ValueTask InitializeAsync() => bench = await GitHubHookBench.StartAsync();

    public async ValueTask DisposeAsync() => await bench!.DisposeAsync();
}
