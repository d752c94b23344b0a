using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Forges;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Notices;

/// <summary>Says at a commit on the forge how it stands: a check run for each check, and one for the gate. Only what is new is sent, and nothing waits for it.</summary>
internal sealed partial class TellStep(Estate estate, FactStore store, IForge forge, TimeProvider clock, ILogger<TellStep> logger) : IStep
{
    private readonly Turns turns = new();

    // By repository where the trouble passes by itself, by candidate where it does not.
    private readonly ForgeSetbacks setbacks = new(clock);

    public JobKind Kind => JobKind.Tell;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        var candidate = CandidateId.Parse(id);
        if (estate.Find(candidate.Repository) is not { Entry.GitHub: { } name } repository) return;

        // Of one commit by one at a time: two would tell the same thing twice.
        await turns.RunAsync(id, async () =>
        {
            if (setbacks.Waits(repository.Name) || setbacks.Waits(id)) return;

            try
            {
                await TellAsync(repository, candidate, name, stop);
                setbacks.Over(repository.Name);
                setbacks.Over(id);
            }
            catch (ForgeException refused)
            {
                var what = refused.Passes ? repository.Name : id;
                LogRefused(what, refused.Message, refused.Who.ToString(), setbacks.Failed(what, refused));
            }
        });
    }

    private async Task TellAsync(WatchedRepository repository, CandidateId candidate, string name, CancellationToken stop)
    {
        var (runs, told) = await store.ReadAsync(
            reader => (CommitNotices.Of(reader, repository, candidate, estate.Configuration.Service.PublicUrl), reader.Told.Of(candidate)), stop);
        var news = runs.Select(run => Noted(run, told.GetValueOrDefault(run.Name)?.Note)).Select(run => (Run: run, Digest: DigestOf(run))).Where(run => told.GetValueOrDefault(run.Run.Name)?.Digest != run.Digest).ToList();
        if (news.Count == 0) return;

        if (await forge.FindAsync(name, stop) is not { } found)
            throw ForgeException.Lasting($"{name} is not on GitHub, or this service may not see it: install the App there, or propose a policy that names it otherwise.", Actor.Operator);
        // Nobody can write there, so there is nobody to tell.
        if (found.Archived) return;

        foreach (var (run, digest) in news)
        {
            var forgeId = await forge.PutCheckRunAsync(found, run, told.GetValueOrDefault(run.Name)?.ForgeId, stop);
            await store.WriteAsync(
                transaction =>
                {
                    transaction.Told.Keep(candidate, new(run.Name, forgeId, digest));
                    return true;
                }, stop);
        }
    }

    private static ForgeCheckRun Noted(ForgeCheckRun run, string? note) => note is null ? run : run with { Summary = $"{run.Summary}\n\n{Foreign.Code(note)}" };

    private static string DigestOf(ForgeCheckRun run) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(run)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "How {What} stands cannot be told on the forge: {Why} Who can act: {Who}. Tried again at {Again:O}.")]
    private partial void LogRefused(string what, string why, string who, DateTimeOffset again);
}
