using Custodian.Policies;
using Hangfire;
using Hangfire.Dashboard;
using Hangfire.InMemory;
using Hangfire.States;

namespace Custodian.Jobs;

/// <summary>Hangfire: three servers in this process, so that neither checks, which are long, nor silent remotes keep the gate waiting.</summary>
internal static class JobsSetup
{
    private const int MostWorkers = 60;

    // So often in an interval it is asked whether a look is due.
    private const int PollTicks = 10;

    private static readonly TimeSpan BetweenMissed = TimeSpan.FromMinutes(10);

    // Of the ten seconds that a stop may take: so long a job may go on, and so long it has altogether once it is told to end.
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(8);

    public static void AddJobs(this IServiceCollection services, Configuration configuration)
    {
        // A silent remote holds one worker for each kind of job that asks it, until its time limit: there are more, up to the limit.
        var repositories = configuration.Repositories.Count;
        // Registered first and never made Hangfire's process-wide "current" one: two services in one process keep apart.
        services.AddSingleton<JobStorage>(_ => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) }));
        services.AddSingleton<JobActivator>(provider => new Hangfire.AspNetCore.AspNetCoreJobActivator(provider.GetRequiredService<IServiceScopeFactory>()));
        services.AddHangfire(hangfire => hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings());
        services.AddHangfireServer(server => Configure(server, "gate", 4 + Math.Min(3 * repositories, MostWorkers), EnqueuedState.DefaultQueue));
        services.AddHangfireServer(server => Configure(server, "remotes", 4 + Math.Min(2 * repositories, MostWorkers), JobQueue.RemotesQueue));
        services.AddHangfireServer(server => Configure(server, "checks", configuration.Service.ChecksAtOnce, JobQueue.ChecksQueue));
        services.AddSingleton<JobQueue>();
        services.AddSingleton<JobHealth>();
        services.AddTransient<JobRunner>();
        GlobalJobFilters.Filters.Clear();
    }

    /// <summary>Starts looking at every repository and for what was left undone.</summary>
    public static void StartJobs(this IServiceProvider services)
    {
        var (recurring, estate, jobs) = (services.GetRequiredService<IRecurringJobManager>(), services.GetRequiredService<Estate>(), services.GetRequiredService<JobQueue>());
        var settings = estate.Configuration.Service;
        jobs.Enqueue(JobKind.Reconcile, "");
        recurring.AddOrUpdate<JobRunner>("reconcile", runner => runner.RunAsync(nameof(JobKind.Reconcile), "", CancellationToken.None), Cron(settings.Reconcile));
        if (settings.GitHub.App is not null)
        {
            jobs.Enqueue(JobKind.Missed, "");
            recurring.AddOrUpdate<JobRunner>("missed", JobQueue.RemotesQueue, runner => runner.RunAsync(nameof(JobKind.Missed), "", CancellationToken.None), Cron(BetweenMissed));
        }

        foreach (var repository in estate.Repositories)
        {
            jobs.Enqueue(JobKind.Watch, repository.Name);
            recurring.AddOrUpdate<JobRunner>($"poll {repository.Name}", runner => runner.RunAsync(nameof(JobKind.Poll), repository.Name, CancellationToken.None), Cron(settings.Poll / PollTicks));
        }
    }

    /// <summary>The dashboard, to look at and not to touch, from this machine alone.</summary>
    public static void MapJobs(this WebApplication app) => app.UseHangfireDashboard("/jobs", new DashboardOptions
    {
        DashboardTitle = "Custodian: jobs",
        Authorization = [new LocalOnly()],
        IsReadOnlyFunc = _ => true,
        DisplayStorageConnectionString = false,
    });

    private static void Configure(BackgroundJobServerOptions server, string name, int workers, string queue)
    {
        server.ServerName = name;
        server.WorkerCount = workers;
        server.Queues = [queue];
        server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
        server.ShutdownTimeout = LongestStop;
        server.StopTimeout = Drain;
        server.CancellationCheckInterval = TimeSpan.FromSeconds(1);
    }

    // Whole seconds up to a minute, whole minutes above it, each beginning anew with the next minute or hour: what a cron
    // expression can say. No pause is ever longer than the interval asked for.
    private static string Cron(TimeSpan interval) => interval < TimeSpan.FromMinutes(1)
        ? $"*/{Math.Max(1, (int)interval.TotalSeconds)} * * * * *"
        : $"*/{Math.Min(59, (int)interval.TotalMinutes)} * * * *";

    /// <summary>This machine alone, and not by way of a proxy or of a name that somebody else's page resolves here.</summary>
    private sealed class LocalOnly : IDashboardAuthorizationFilter
    {
        public bool Authorize(DashboardContext context)
        {
            var http = context.GetHttpContext();
            return http.Connection.RemoteIpAddress is { } remote && System.Net.IPAddress.IsLoopback(remote)
                && http.Request.Host.Host is ("127.0.0.1" or "localhost" or "[::1]")
                && !http.Request.Headers.Keys.Any(name => name.StartsWith("X-Forwarded", StringComparison.OrdinalIgnoreCase) || name.Equals("Forwarded", StringComparison.OrdinalIgnoreCase));
        }
    }
}
