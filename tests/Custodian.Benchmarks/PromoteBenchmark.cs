using System.Diagnostics;
using Custodian.Git;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Benchmarks;

/// <summary>
/// From the last sign-off's acknowledgement to gold moved, against a bare git push of that ref alone and of a new commit:
/// same repository, same transport (a path on this disk), same round. All three are over when the remote's ref stands there.
/// </summary>
internal sealed class PromoteBenchmark : IBenchmark
{
    private const int Rounds = 5;

    public string Name => "promote";

    public async Task<IReadOnlyList<Measure>> RunAsync(IReadOnlyList<string> arguments, CancellationToken stop)
    {
        int[] sizes = arguments.Count > 0 ? [.. arguments.Select(int.Parse)] : [1_000, 80_000];
        var measures = new List<Measure>();
        foreach (var files in sizes) measures.AddRange(await RunAsync(files, stop));
        return measures;
    }

    private static async Task<IReadOnlyList<Measure>> RunAsync(int files, CancellationToken stop)
    {
        await using var estate = await Estate.OpenAsync(files, 1, FactStore.DefaultGroupLimit, stop);
        var (alone, fresh) = (new List<(double, double)>(), new List<(double, double)>());
        for (var round = 0; round <= Rounds; round++)
        {
            var (gate, refAlone, newCommit) = await RoundAsync(estate, round, stop);
            if (round == 0) continue; // Warms caches and the compiler.
            alone.Add((gate, refAlone));
            fresh.Add((gate, newCommit));
        }

        return
        [
            Measure.Of($"sign-off acknowledged → gold moved, {files:N0} files; against pushing the ref alone", "ms", alone),
            Measure.Of($"the same; against pushing a new commit, {files:N0} files", "ms", fresh),
        ];
    }

    private static async Task<(double Gate, double RefAlone, double NewCommit)> RoundAsync(Estate estate, int round, CancellationToken stop)
    {
        var gold = new CommitSha((string)(await estate.GetAsync($"api/v1/repositories/{Estate.Repository}", stop))["gold"]!);
        var commit = await estate.CommitAsync(Estate.Main, $"round {round}", stop);
        await estate.WatchAsync(stop);
        await estate.UntilAsync(commit, (state, reasons) => state == "hold" && reasons.All(code => code == "sign-off-missing"), stop);
        var subject = (string)(await estate.GetAsync($"api/v1/repositories/{Estate.Repository}/candidates/{commit}", stop))["subject"]!;
        foreach (var person in Estate.Directors(1).SkipLast(1)) await SignAsync(estate, commit, subject, gold, person, stop);

        var last = estate.Hook(estate.Approval(commit, subject, gold, Estate.Directors(1).Last()));
        using var answer = await estate.SendAsync(last, stop);
        var acknowledged = Stopwatch.GetTimestamp();
        answer.EnsureSuccessStatusCode();
        var gate = await UntilThereAsync(estate, acknowledged, "gold", commit, stop);

        await estate.UntilAsync(commit, (state, _) => state == "promoted", stop);
        var refAlone = await PushAsync(estate, "bench-alone", commit, stop);
        // Only the pushing side has this one: its objects travel.
        var made = await estate.Git.LocalAsync(estate.Mirror, ["-c", "user.name=D", "-c", "user.email=d@example.org", "commit-tree", "-p", commit.ToString(), "-m", $"new {round}", $"{commit}^{{tree}}"], stop);
        var newCommit = await PushAsync(estate, "bench-new", new(made.Output.Trim()), stop);
        return (gate, refAlone, newCommit);
    }

    // Reads the file, since asking git would take longer than what is measured.
    private static async Task<double> UntilThereAsync(Estate estate, long started, string branch, CommitSha commit, CancellationToken stop)
    {
        var file = Path.Combine(estate.Bare, "refs", "heads", branch);
        while (!File.Exists(file) || !(await File.ReadAllTextAsync(file, stop)).StartsWith(commit.ToString(), StringComparison.Ordinal))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, stop);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task SignAsync(Estate estate, CommitSha commit, string subject, CommitSha gold, string person, CancellationToken stop)
    {
        using var answer = await estate.SendAsync(estate.Hook(estate.Approval(commit, subject, gold, person)), stop);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<double> PushAsync(Estate estate, string branch, CommitSha commit, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var pushing = estate.Git.RemoteAsync(
            estate.Mirror, GitAccess.None, ["push", "--quiet", "--force", estate.Bare, $"{commit}:refs/heads/{branch}"], TimeSpan.FromMinutes(2), stop);
        var took = await UntilThereAsync(estate, started, branch, commit, stop);
        return await pushing is { Succeeded: true } ? took : throw new GitException((await pushing).Error);
    }
}
