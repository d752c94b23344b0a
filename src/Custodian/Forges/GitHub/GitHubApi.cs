using Custodian.Policies;
using Octokit;
using Octokit.Internal;

namespace Custodian.Forges.GitHub;

/// <summary>
/// Octokit over our own way to GitHub. A request passes, in this order: who follows moves, who remembers answers, who signs, who is
/// patient, who is sturdy, who counts.
/// </summary>
internal sealed class GitHubApi : IDisposable
{
    private const int RememberedBytes = 8 << 20;

    private static readonly ProductHeaderValue Product = new("custodian");

    private readonly Uri api;
    private readonly AppKey? app;
    private readonly HttpMessageInvoker way;

    /// <param name="wire">What sends in the end; it must follow no redirect.</param>
    /// <exception cref="ConfigurationException">The key or the token cannot be read.</exception>
    public GitHubApi(GitHubSettings settings, TimeProvider clock, HttpMessageHandler wire)
    {
        api = settings.Api;
        app = settings is { App: { } id, PrivateKey: { } key } ? AppKey.Read(id, key, clock) : null;
        AppId = app is null ? null : settings.App;
        var signing = new SigningHandler(api, app, settings.Token?.Read(), new(api, clock), new PatientHandler(clock, new SturdyHandler(clock, new CountingHandler(api, wire))));
        way = new(new FollowingHandler(new RememberingHandler(new(RememberedBytes), signing)));
    }

    /// <summary>Null: we are no App.</summary>
    public long? AppId { get; }

    /// <summary>How requests leave this machine.</summary>
    public static SocketsHttpHandler Wire() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // Where GitHub answers from changes.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(10),
    };

    /// <summary>A client for one call: its methods take no token to stop them.</summary>
    public GitHubClient As(GitHubIdentity identity, CancellationToken stop, bool repeatable = false)
    {
        var adapter = new HttpClientAdapter(() => new CallHandler(way, identity, repeatable, stop));
        // Each attempt has its own limit, and GitHub may ask for minutes of silence.
        adapter.SetRequestTimeout(Timeout.InfiniteTimeSpan);
        return new(new Connection(Product, api, new InMemoryCredentialStore(Credentials.Anonymous), adapter, new SimpleJsonSerializer()));
    }

    public void Dispose()
    {
        way.Dispose();
        app?.Dispose();
    }
}
