using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd;

/// <summary>The ready-made hook of a remote, deploy/post-receive.</summary>
public sealed class PostReceiveTests
{
    [Fact]
    public async Task The_ready_made_hook_tells_the_gate_of_a_push_at_once()
    {
        await using var estate = await HookedAsync(TestEstate.Repository);
        await estate.RestsAsync();

        var commit = await estate.PushAsync("dose");

        // The next poll is half an hour away, and nobody else asks the service to look.
        await Eventually.BecomesAsync(() => estate.WhyAsync(commit), why => (string?)why["state"] == "hold", "the gate sees the push");
    }

    [Fact]
    public async Task A_hook_with_a_misspelt_repository_says_so_to_the_developer_and_the_push_succeeds()
    {
        await using var estate = await HookedAsync("open-maxim");

        var pushed = await estate.Git.TryAsync(estate.Clone, "push", "origin", $"HEAD:{TestEstate.Main}2");

        Assert.True(pushed.Succeeded, pushed.Error);
        Assert.Contains("was not told of this push", pushed.Error);
        Assert.Contains("is it called \"open-maxim\" there?", pushed.Error);
        Assert.Equal(estate.First, await estate.Git.RunAsync(estate.BareFolder, "rev-parse", $"{TestEstate.Main}2"));
    }

    private static async Task<TestEstate> HookedAsync(string repository)
    {
        if (Peer.Find("curl") is null && Peer.Find("wget") is null) Peer.NotRun<string>("curl", "curl");
        var estate = await TestEstate.AdoptedAsync(new());
        await estate.WriteHookAsync("post-receive", await File.ReadAllTextAsync(Path.Combine(Built.Sources, "deploy", "post-receive")));
        await estate.Git.RunAsync(estate.BareFolder, "config", "custodian.server", estate.Server);
        await estate.Git.RunAsync(estate.BareFolder, "config", "custodian.repository", repository);
        return estate;
    }
}
