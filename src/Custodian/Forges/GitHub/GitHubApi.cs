using System.Runtime.CompilerServices;
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

    // Far above the thousand check suites of which GitHub tells at a commit, and the 2,500 comments that it takes below a pull request.
    private const int MostPages = 100;

    private static readonly ProductHeaderValue Product = new("custodian");

    private readonly Uri api;
    private readonly AppKey? app;
    private readonly SigningHandler signing;
    private readonly HttpMessageInvoker way;

    /// <param name="wire">What sends in the end; it must follow no redirect.</param>
    /// <exception cref="ConfigurationException">The key or the token cannot be read.</exception>
    public GitHubApi(GitHubSettings settings, TimeProvider clock, HttpMessageHandler wire)
    {
        api = settings.Api;
        app = settings is { App: { } id, PrivateKey: { } key } ? AppKey.Read(id, key, clock) : null;
        AppId = app is null ? null : settings.App;
        Token = settings.Token?.Read();
        signing = new SigningHandler(api, app, Token, new(api, clock), new PatientHandler(clock, new SturdyHandler(clock, new CountingHandler(api, wire))));
        way = new(new FollowingHandler(new RememberingHandler(new(RememberedBytes), signing)));
    }

    /// <summary>Null: we are no App.</summary>
    public long? AppId { get; }

    /// <summary>Of the person as whom we ask without an installation; null: there is none.</summary>
    public string? Token { get; }

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
        return new(new Connection(Product, api, new InMemoryCredentialStore(Credentials.Anonymous), adapter, new CarefulSerializer()));
    }

    /// <summary>An installation's token, good for a few minutes at least.</summary>
    /// <param name="refused">One that GitHub did not take: that one is not given again.</param>
    /// <exception cref="ForgeException">GitHub gives none.</exception>
    public Task<string> TokenAsync(long installation, string? refused, CancellationToken stop) => signing.TokenAsync(installation, refused, stop);

    /// <summary>What GitHub has at an address; null: nothing, or nothing that we may see.</summary>
    /// <param name="address">From where the API begins.</param>
    /// <exception cref="ApiException">GitHub refused.</exception>
    public async Task<T?> FindAsync<T>(GitHubIdentity identity, Uri address, CancellationToken stop)
        where T : class
    {
        try
        {
            return (await As(identity, stop).Connection.Get<T>(address, parameters: null, accepts: null, stop)).Body ?? throw GitHubTroubles.Strange();
        }
        catch (NotFoundException)
        {
            return null;
        }
    }

    /// <summary>Every page of a list, each from where GitHub says that it is; Octokit's own way through pages changes these addresses.</summary>
    /// <exception cref="ApiException">GitHub refused.</exception>
    public async IAsyncEnumerable<T> PagesAsync<T>(GitHubIdentity identity, Uri first, [EnumeratorCancellation] CancellationToken stop)
    {
        var next = first;
        for (var page = 0; next is not null; page++)
        {
            if (page == MostPages) throw GitHubTroubles.Strange();

            var answer = await As(identity, stop).Connection.Get<T>(next, parameters: null, accepts: null, stop);
            yield return answer.Body ?? throw GitHubTroubles.Strange();
            next = answer.HttpResponse.ApiInfo.GetNextPageUrl();
        }
    }

    /// <summary>Everything in a list, whatever its pages.</summary>
    /// <exception cref="ApiException">GitHub refused.</exception>
    public async IAsyncEnumerable<T> ListAsync<T>(GitHubIdentity identity, Uri first, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var page in PagesAsync<List<T?>>(identity, first, stop))
        {
            foreach (var one in page) yield return one ?? throw GitHubTroubles.Strange();
        }
    }

    public void Dispose()
    {
        way.Dispose();
        app?.Dispose();
    }
}
