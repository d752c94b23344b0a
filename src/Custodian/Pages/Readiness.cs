using Custodian.Git;
using Custodian.Intake;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Store;

namespace Custodian.Pages;

/// <summary>Whether the service can do its work, part by part.</summary>
internal sealed class Readiness : IDisposable
{
    // Less than this and the next commit or check may not fit.
    private const long LeastFree = 256L << 20;

    private readonly Estate estate;
    private readonly FactStore store;
    private readonly GitProgram git;
    private readonly JobHealth jobs;
    private readonly RemoteHealth remotes;
    private readonly PushTroubles pushes;
    private readonly SharedReading<ReadinessReport> shared;

    public Readiness(Estate estate, FactStore store, GitProgram git, JobHealth jobs, RemoteHealth remotes, PushTroubles pushes, TimeProvider clock)
    {
        (this.estate, this.store, this.git, this.jobs, this.remotes, this.pushes) = (estate, store, git, jobs, remotes, pushes);
        // Anybody may ask, and a look starts a program.
        shared = new(clock, LookAsync);
    }

    public Task<ReadinessReport> ReadAsync(CancellationToken stop) => shared.ReadAsync(stop);

    public void Dispose() => shared.Dispose();

    private async Task<ReadinessReport> LookAsync(CancellationToken stop)
    {
        var parts = new Dictionary<string, string>
        {
            ["database"] = await TryAsync(async () => store.Broken ?? await store.ReadAsync(reader => reader.Size() >= 0 ? "ok" : "empty", stop)),
            ["git"] = await TryAsync(async () => (await git.LocalAsync(null, ["--version"], stop)) is { Succeeded: true } ? "ok" : "git does not run: install git"),
            ["jobs"] = await TryAsync(() => Task.FromResult(jobs.Alive() ? "ok" : "the job engine is not running: start the service again")),
            ["disk"] = await TryAsync(() => Task.FromResult(Disk())),
        };
        var unreachable = estate.Repositories
            .Select(repository => (repository.Name, Failure: string.Join(' ', new[] { remotes.Of(repository.Name).Failure, pushes.Of(repository.Name) }.OfType<string>())))
            .Where(remote => remote.Failure.Length > 0)
            .ToDictionary(remote => remote.Name, remote => remote.Failure);
        var able = parts.Values.All(state => state == "ok");
        return new(able ? unreachable.Count == 0 ? "ready" : "degraded" : "not-ready", parts, unreachable);
    }

    private string Disk()
    {
        var free = new DriveInfo(estate.DataFolder).AvailableFreeSpace;
        return free >= LeastFree ? "ok" : $"only {free >> 20} MiB are free where {estate.DataFolder} lies: make room";
    }

    private static async Task<string> TryAsync(Func<Task<string>> look)
    {
        try
        {
            return await look();
        }
        catch (ProgramMissingException missing)
        {
            return $"{missing.Message}: install it, or mend the PATH of the service";
        }
        catch (Exception broken) when (broken is not OperationCanceledException)
        {
            return broken.Message;
        }
    }
}

/// <param name="Status"><c>ready</c>, <c>degraded</c> (a remote does not answer, or takes no push) or <c>not-ready</c>.</param>
/// <param name="Parts">database, git, jobs, disk: <c>ok</c>, or what is wrong and the mend.</param>
/// <param name="Remotes">Repositories whose remote did not answer or take a push the last time, and why.</param>
internal sealed record ReadinessReport(string Status, IReadOnlyDictionary<string, string> Parts, IReadOnlyDictionary<string, string> Remotes);
