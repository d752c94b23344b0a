using Xunit;

namespace Custodian.EndToEnd.Faults;

/// <summary>What goes on while faults happen: a developer pushes, everybody votes by both doors, some change their minds, gold is released.</summary>
internal sealed class Traffic(FaultEstate estate, int seed)
{
    // Through any number of kills: no life of the service is long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Random random = new(seed);
    private volatile bool ending;

    public int Commits { get; private set; }

    public int Releases { get; private set; }

    /// <summary>Lets the commit that is under way come to its end, and one more.</summary>
    public void End() => ending = true;

    /// <returns>The last commit, which everybody has approved.</returns>
    public async Task<string> RunAsync()
    {
        while (!ending) await OneAsync();
        var last = await PushAsync();
        await estate.ApproveAsync(last);
        return last;
    }

    private async Task OneAsync()
    {
        var commit = await PushAsync();
        switch (random.Next(7))
        {
            case 0:
                // Approved by all but one, who withdraws: this commit must never become gold by itself.
                await VoteAsync(Signatory.Directors[0], commit, "approve");
                await VoteAsync(Signatory.Directors[0], commit, "withdraw");
                await EverybodyAsync(commit, Signatory.All.Skip(1));
                break;
            case 1:
                // Nobody waits for gold: the next push comes while this one is decided and moved.
                await EverybodyAsync(commit, Signatory.All);
                break;
            case 2 when await estate.RefAsync() is not null:
                await EverybodyAsync(commit, Signatory.All);
                await estate.GoldAsync(commit, Patience);
                await estate.Doors.ReleaseAsync($"1.0.{++Releases}");
                break;
            case 3:
                // The last approval and a withdrawal come together: the ledger's order says which of them counts, and the referee reads it.
                await EverybodyAsync(commit, Signatory.All.SkipLast(1));
                var (approval, withdrawal) = (await estate.Doors.StatementAsync(Signatory.All[^1], commit, "approve"), await estate.Doors.StatementAsync(Signatory.Directors[0], commit, "withdraw"));
                await Task.WhenAll(estate.Doors.SendAsync(Signatory.All[^1], approval), estate.Doors.SendAsync(Signatory.Directors[0], withdrawal));
                break;
            default:
                await EverybodyAsync(commit, Signatory.All);
                await estate.GoldAsync(commit, Patience);
                break;
        }
    }

    private async Task<string> PushAsync()
    {
        var commit = await estate.PushAsync();
        Commits++;
        await estate.Doors.WatchAsync();
        return commit;
    }

    private Task EverybodyAsync(string commit, IEnumerable<Signatory> people) => Task.WhenAll(people.Select(one => VoteAsync(one, commit, "approve")).ToList());

    private async Task VoteAsync(Signatory one, string commit, string decision)
    {
        var (signed, wait) = (random.Next(3) == 0, TimeSpan.FromMilliseconds(random.Next(150)));
        await Task.Delay(wait, TimeProvider.System, TestContext.Current.CancellationToken);
        await estate.Doors.VoteAsync(one, commit, decision, signed);
    }
}
