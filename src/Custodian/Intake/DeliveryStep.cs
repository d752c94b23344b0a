using System.Collections.Concurrent;
using Custodian.Forges.GitHub.Hooks;
using Custodian.Jobs;
using Custodian.Policies;
using Custodian.Store;

namespace Custodian.Intake;

/// <summary>
/// Does what a hook asks for: a look at the repositories that it is about. Nothing else of it is believed, and it is finished only
/// once the look is asked for, so that a crash in between costs nothing. A hook that asks for another run is finished by the step that
/// answers it.
/// </summary>
internal sealed partial class DeliveryStep(Estate estate, GitHubNames names, FactStore store, WatchRequests requests, JobQueue jobs, TimeProvider clock, ILogger<DeliveryStep> logger) : IStep
{
    // An App may be installed where nobody asked for a gate: what is told once need not be told with every push.
    private const int MostTold = 1000;

    private readonly ConcurrentDictionary<(long Id, string Name), bool> told = new();

    public JobKind Kind => JobKind.Delivery;

    public async Task RunAsync(string id, CancellationToken stop)
    {
        if (await store.ReadAsync(reader => reader.Deliveries.FindUnfinished(id), stop) is not { } delivery) return;

        var route = await RouteAsync(delivery, stop);
        if (route is not null)
        {
            foreach (var entry in names.Entries([.. route.Learnt.Select(one => one.Named)])) requests.Ask(entry);
            Tell(delivery, route);
        }

        if (delivery.Event.StartsWith("installation", StringComparison.Ordinal)) LogInstallation(delivery.InstallationId, delivery.Event, delivery.Action);
        var asksForARun = route is { Learnt.Count: > 0 } && HookEvents.AsksForARun(delivery.Event, delivery.Action);
        await store.WriteAsync(transaction => Finish(transaction, delivery, route, goesOn: asksForARun), stop);
        if (asksForARun) jobs.Enqueue(JobKind.Rerun, id);
    }

    private async Task<DeliveryRoute?> RouteAsync(Delivery delivery, CancellationToken stop)
    {
        if (!HookEvents.WakesALook(delivery.Event) || delivery is not { RepositoryId: { } number, RepositoryName: { } name }) return null;

        var known = await store.ReadAsync(reader => reader.Deliveries.Repositories(number, names.All), stop);
        return DeliveryRoute.Of(number, name, names.All, known, clock.GetUtcNow());
    }

    private static bool Finish(Transaction transaction, Delivery delivery, DeliveryRoute? route, bool goesOn)
    {
        foreach (var one in route?.Learnt ?? []) transaction.Deliveries.Learn(one);
        // Whatever is made anew under its name is another repository, and may have the name.
        if (delivery is { Event: "repository", Action: "deleted", RepositoryId: { } gone }) transaction.Deliveries.Unlearn(gone);
        if (!goesOn) transaction.Deliveries.Finish(delivery.Id, transaction.Now);
        return true;
    }

    private void Tell(Delivery delivery, DeliveryRoute route)
    {
        var (number, name) = (delivery.RepositoryId!.Value, delivery.RepositoryName!);
        foreach (var one in route.Renamed) LogRenamed(one.Named, name, number, string.Join(", ", estate.Configuration.Custodians.Select(custodian => custodian.Id)));
        if (route.Learnt.Count > 0 || told.Count >= MostTold || !told.TryAdd((number, name), true)) return;

        if (route.Refused is { } owner) LogRefused(owner.Named, number, owner.Id, Deliveries.Remembered.Days);
        else LogNotWatched(name, number);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "GitHub calls {Named} {FullName} now (repository {Number}). Its hooks are still followed; its old address works only while GitHub forwards it: a director of every custodian ({Custodians}) has to sign a policy that names the new one")]
    private partial void LogRenamed(string named, string fullName, long number, string custodians);

    [LoggerMessage(Level = LogLevel.Error, Message = "A hook came from another repository that is called {Named} now: number {Number}, not {Known}. Nothing follows from its hooks; polling goes on. If it is the right one, its hooks are taken once the old one was deleted, or silent for {Days} days; else a director of every custodian has to sign a policy that names the right one")]
    private partial void LogRefused(string named, long number, long known, int days);

    [LoggerMessage(Level = LogLevel.Information, Message = "Hooks come from {FullName} (repository {Number}), which no entry of the policy names by 'github:' or by its address: nothing follows from them")]
    private partial void LogNotWatched(string fullName, long number);

    [LoggerMessage(Level = LogLevel.Information, Message = "GitHub says of the App's installation {Installation}: {Event} {Action}")]
    private partial void LogInstallation(long? installation, string @event, string? action);
}
