using System.Collections.Concurrent;
using System.Text;
using Custodian.Git;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Ledger;

/// <summary>
/// Pushes the ledger to <see cref="Ref"/> where gold lives: one chain of commits whose trees hold the same files as the HTTP door.
/// It goes forward only, by compare-and-swap, and never over a ledger that this one does not continue.
/// </summary>
internal sealed partial class PublishLedgerStep(
    Estate estate, FactStore store, LedgerHead head, Tiles tiles, CheckpointSigner signer, PushTroubles troubles, TimeProvider clock, ILogger<PublishLedgerStep> logger) : IStep
{
    public const string Ref = "refs/custodian/ledger";

    private const string Pushed = "the ledger";

    // What moved gold or made a tag is pushed at once; everything else waits for company.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private static readonly Type[] Urgent = [typeof(Adopted), typeof(Promoted), typeof(Released)];

    private readonly ConcurrentDictionary<string, Place> places = new(StringComparer.Ordinal);

    public JobKind Kind => JobKind.Publish;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (estate.Find(id) is not { } named) return;

        // Lines of one repository share the place where gold lives, and the first of them pushes for all.
        var sharing = estate.Repositories.Where(other => other.GoldRemote.Url == named.GoldRemote.Url).ToList();
        var place = places.GetOrAdd(named.GoldRemote.Url, _ => new());
        // Whoever pushes now looks again afterwards; waiting would only take a worker away from promotions.
        if (!await place.Turn.WaitAsync(TimeSpan.Zero, stop)) return;
        try
        {
            while (await IsDueAsync(sharing, place, stop)) await TryPushAsync(sharing[0], place, stop);
        }
        finally
        {
            place.Turn.Release();
        }
    }

    private Task<bool> IsDueAsync(List<WatchedRepository> sharing, Place place, CancellationToken stop) => store.ReadAsync(
        reader =>
        {
            var now = clock.GetUtcNow();
            if (now < place.NotBefore || reader.Size() == place.Size) return false;
            // Only where the custodians have adopted gold is there a place to push to.
            if (sharing.All(repository => reader.StateOf(repository.Name).Gold is null)) return false;
            return now - place.PushedAt >= Pause
                || sharing.Any(repository => reader.In(repository.Name, Urgent) is [.., var last] && last.Seq >= place.Size);
        },
        stop);

    private async Task TryPushAsync(WatchedRepository repository, Place place, CancellationToken stop)
    {
        try
        {
            var size = await PushAsync(repository, stop);
            (place.Size, place.PushedAt, place.NotBefore, place.Failures) = (size, clock.GetUtcNow(), DateTimeOffset.MinValue, 0);
            troubles.Taken(repository.Name, Pushed);
            LogPushed(size, repository.Name);
        }
        catch (GitException refused)
        {
            Wait(place);
            troubles.Failed(repository.Name, Pushed, refused.Message);
            LogNotPushed(repository.Name, place.Failures, refused.Message);
        }
        catch (LedgerForkException fork)
        {
            Wait(place);
            troubles.Failed(repository.Name, Pushed, fork.Message);
            LogForked(repository.Name, fork.Message);
        }
    }

    private async Task<long> PushAsync(WatchedRepository repository, CancellationToken stop)
    {
        var (mirror, remote, timeout) = (repository.Mirror, repository.GoldRemote, estate.Configuration.Service.PushTimeout);
        await mirror.MakeAsync(stop);
        var known = RefFiles.Find(mirror.Folder, Ref);
        var found = await mirror.FindAsync(remote, Ref, timeout, stop);
        if (found is not null && found != known) await mirror.FetchRefAsync(remote, Ref, timeout, stop);

        // A remote that lost its ref gets the whole chain again.
        var parent = found ?? known;
        var signed = await head.NewestAsync(stop);
        var since = parent is { } before ? await ContinuedAsync(mirror.Folder, before, signed, stop) : 0;
        if (found is not null && since == signed.Size) return since;

        var next = parent is { } same && since == signed.Size ? same : await CommitAsync(mirror.Folder, parent, since, signed, stop);
        var outcome = await mirror.MoveAsync(remote, Ref, found, next, timeout, stop);
        if (outcome.Found != next) throw new GitException($"{Ref} did not move: {outcome.Said}");

        RefFiles.Set(mirror.Folder, Ref, next);
        return signed.Size;
    }

    /// <summary>How many entries the commit's ledger has, of which ours is a continuation.</summary>
    private async Task<long> ContinuedAsync(string mirror, CommitSha commit, SignedHead signed, CancellationToken stop)
    {
        if (RefFiles.Read(mirror, commit, IReadableLog.CheckpointPath) is not { } note
            || SignedNote.Open(note, signer.Verifier) is not OpenedNote.Good(var text)
            || !Checkpoint.TryParse(text, out var checkpoint))
        {
            throw new LedgerForkException(
                $"{Ref} at {commit} holds no checkpoint of this ledger's key: somebody else wrote there. Find out who, then delete the ref on the remote.");
        }

        await signer.NextAsync(signed.Size, Encoding.UTF8.GetString(note), stop);
        return checkpoint.Size;
    }

    private async Task<CommitSha> CommitAsync(string mirror, CommitSha? parent, long since, SignedHead signed, CancellationToken stop)
    {
        using var draft = new RefDraft(mirror, parent);
        foreach (var path in TilePath.Between(since, signed.Size))
        {
            // Of a tile that grew the narrower one goes: older commits still have it.
            draft.Remove($"{path.Full}.p");
            draft.Put(path.ToString(), (await tiles.ReadAsync(path, signed.Size, stop))!);
        }

        draft.Put(IReadableLog.CheckpointPath, Encoding.UTF8.GetBytes(signed.Note));
        return draft.Commit($"Ledger of {signed.Size} entries", clock.GetUtcNow());
    }

    private void Wait(Place place)
    {
        place.NotBefore = clock.GetUtcNow() + TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, Pause.Ticks << Math.Min(place.Failures, 8)));
        place.Failures++;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Ledger of {Size} entries lies where gold of {Repository} lives")]
    private partial void LogPushed(long size, string repository);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The ledger was not pushed to where gold of {Repository} lives ({Failures} times in a row) and is tried again: {Why}")]
    private partial void LogNotPushed(string repository, int failures, string why);

    [LoggerMessage(Level = LogLevel.Critical, Message = "ALARM: the ledger where gold of {Repository} lives is not continued: {Why}")]
    private partial void LogForked(string repository, string why);

    /// <summary>One remote, and what it was last seen to hold.</summary>
    private sealed class Place
    {
        public SemaphoreSlim Turn { get; } = new(1);

        /// <summary>Entries that it holds; -1: not known yet.</summary>
        public long Size { get; set; } = -1;

        public DateTimeOffset PushedAt { get; set; } = DateTimeOffset.MinValue;

        public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;

        public int Failures { get; set; }
    }
}
