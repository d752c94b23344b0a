using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;
using Custodian.Git;
using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>Remotes that are gone, silent or half dead: told to everyone, tried again, and nothing is lost or doubled.</summary>
public sealed class RemoteFaultTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_remote_that_is_gone_is_told_and_gold_moves_once_when_it_is_back()
    {
        await using var remote = await RemoteEstate.MakeAsync();
        var estate = remote.Estate;
        var commit = await remote.ReadyToPromoteAsync();

        await remote.Server.StopAsync();
        await estate.ApproveAsync(commit);
        await remote.ToldAsync("unable to access");
        await IntendedAsync(estate);
        await remote.Server.StartAsync(Stop);

        await remote.PromotedOnceAsync(commit);
    }

    [Fact]
    public async Task A_remote_that_accepts_and_never_answers_is_told_and_gold_moves_once_when_it_speaks_again()
    {
        await using var remote = await RemoteEstate.MakeAsync();
        var estate = remote.Estate;
        var commit = await remote.ReadyToPromoteAsync();

        remote.Proxy.Cut = new() { AfterUpstream = 0, Silently = true };
        await estate.ApproveAsync(commit);
        await remote.ToldAsync("no answer within 00:00:02");
        await IntendedAsync(estate);
        remote.Proxy.Cut = null;

        await remote.PromotedOnceAsync(commit);
    }

    [Fact]
    public async Task A_remote_that_moves_gold_and_dies_before_its_answer_is_believed_when_it_is_back()
    {
        await using var remote = await RemoteEstate.MakeAsync();
        var estate = remote.Estate;
        var commit = await remote.ReadyToPromoteAsync();

        remote.Proxy.Cut = new() { BeforeReplyWhen = () => remote.GoldIs(commit), Silently = true };
        await estate.ApproveAsync(commit);
        await remote.ToldAsync("no answer within 00:00:02");
        Assert.Equal(commit, await estate.RefAsync());
        Assert.Empty(estate.Ledger.Of("promoted"));
        remote.Proxy.Cut = null;

        await remote.PromotedOnceAsync(commit);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(1500)]
    public async Task A_remote_that_dies_in_the_midst_of_the_push_gets_it_again(int bytes)
    {
        await using var remote = await RemoteEstate.MakeAsync();
        var commit = await remote.ReadyToPromoteAsync();

        remote.Proxy.Cut = new() { AfterUpstream = bytes };
        await remote.Estate.ApproveAsync(commit);
        await Eventually.UntilAsync("a connection is cut", FaultEstate.Soon, () => remote.Proxy.Cuts > 0, () => remote.Estate.Service!.Log);
        await IntendedAsync(remote.Estate);
        // The cut may fall into the push of the ledger, which follows.
        await remote.DegradedAsync("The remote did not take ");
        remote.Proxy.Cut = null;

        await remote.PromotedOnceAsync(commit);
    }

    [Fact]
    public async Task A_remote_whose_disk_is_full_is_told_on_the_page_and_gold_moves_once_there_is_room()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("not run: a small tmpfs can be mounted as root only");
        var small = Directory.CreateTempSubdirectory("custodian-small-");
        if (!await TryAsync("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", small.FullName)) Assert.Skip("not run: this root may not mount");
        try
        {
            var folder = new PeerFolder();
            Directory.CreateSymbolicLink(folder["repositories"], small.FullName);
            await using var estate = await FaultEstate.MakeAsync(folder: folder);
            await estate.StartAsync();
            await estate.AdoptAsync();
            var commit = await estate.PushAsync();
            await estate.Doors.SeenAsync(commit, FaultEstate.Soon);
            var filler = Path.Combine(small.FullName, "filler");
            Assert.Throws<IOException>(() => PeerFolder.Fill(filler));

            await estate.ApproveAsync(commit);
            await estate.DegradedAsync("The remote did not take gold at ");
            using var http = new HttpClient();
            Assert.Contains("Takes no push", await http.GetStringAsync(estate.Url, Stop));
            File.Delete(filler);

            // It is asked again 20 s after it refused.
            await estate.GoldAsync(commit, TimeSpan.FromSeconds(90));
            Assert.Single(estate.Ledger.Of("promoted"));
            await estate.CheckAsync();
        }
        finally
        {
            Assert.True(await TryAsync("umount", small.FullName));
            small.Delete();
        }
    }

    [Fact]
    public async Task A_push_that_hangs_when_the_service_is_killed_is_ended_at_the_next_start()
    {
        await using var remote = await RemoteEstate.MakeAsync(pushTimeout: "10m");
        var estate = remote.Estate;
        var commit = await remote.ReadyToPromoteAsync();

        remote.Proxy.Cut = new() { AfterUpstream = 0, Silently = true };
        await estate.ApproveAsync(commit);
        await Eventually.UntilAsync("a push hangs", FaultEstate.Soon, () => Pushes(estate).Count > 0, () => estate.Log);
        await estate.Service!.KillAsync();
        var left = Pushes(estate);
        remote.Proxy.Cut = null;
        await estate.Service.DisposeAsync();
        await estate.StartAsync();

        Assert.NotEmpty(left);
        Assert.Empty(left.Intersect(Processes.OwnedBy(estate.Data)));
        await remote.PromotedOnceAsync(commit);
    }

    [Fact]
    public async Task A_silent_remote_holds_up_no_other_repository()
    {
        await using var silent = new SilentServer();
        await using var estate = await FaultEstate.MakeAsync(new()
        {
            FetchTimeout = "10m",
            Repositories = new Dictionary<string, string?> { [FaultEstate.Repository] = null, ["mute"] = $"https://127.0.0.1:{silent.Port}/mute.git" },
        });
        await estate.StartAsync();
        await estate.AdoptAsync();

        // Somebody keeps asking for the silent one, too; more often than there are workers.
        for (var round = 0; round < 14; round++)
        {
            await estate.Doors.WatchAsync("mute");
            await estate.Doors.SeenAsync(await estate.PushAsync(), TimeSpan.FromSeconds(10));
        }

        var last = await estate.PushAsync();
        await estate.ApproveAsync(last);
        await estate.GoldAsync(last);
        Assert.True(silent.Accepted > 0, "The silent remote was never asked.");
        await estate.CheckAsync();
    }

    private static async Task<bool> TryAsync(string program, params string[] arguments) =>
        (await new ProgramRunner("tests").RunAsync(new() { Program = program, Arguments = arguments, Timeout = TimeSpan.FromSeconds(30) }, Stop)).Succeeded;

    private static IReadOnlyList<int> Pushes(FaultEstate estate) => [.. Processes.OwnedBy(estate.Data).Intersect(Processes.Naming("--force-with-lease"))];

    private static Task IntendedAsync(FaultEstate estate) => Eventually.UntilAsync(
        "the promotion is intended",
        FaultEstate.Soon,
        () => estate.Ledger.Of("promotion-intended").Any(intent => intent["cause"] == "promotion"),
        () => estate.Log);
}
