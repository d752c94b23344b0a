using System.Text.Json;
using System.Text.Json.Serialization;
using Custodian.Checks;
using Custodian.Decisions;
using Custodian.Forges;
using Custodian.Forges.GitHub;
using Custodian.Git;
using Custodian.Intake;
using Custodian.Jobs;
using Custodian.Ledger;
using Custodian.Licences;
using Custodian.Notices;
using Custodian.Notices.Proposals;
using Custodian.Pages;
using Custodian.Policies;
using Custodian.Promotions;
using Custodian.Releases;
using Custodian.SignOffs;
using Custodian.SignOffs.Reviews;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian;

/// <summary>The composition root: it alone knows every room.</summary>
internal static class CustodianSetup
{
    /// <summary>How the settings of each type of check are read.</summary>
    public static IReadOnlyList<ICheckSchema> CheckSchemas { get; } = [new CommandSchema(), new LicencesSchema(new(LicenceIndex.Shipped))];

    /// <summary>Builds the service. Nothing runs yet, but the data folder is open and the secrets are read.</summary>
    /// <exception cref="ConfigurationException">The configuration, or a secret that it names, cannot be used.</exception>
    /// <exception cref="StoreException">The data folder cannot be used.</exception>
    /// <exception cref="LedgerKeyException">The ledger's key cannot be used.</exception>
    public static WebApplication Build(Configuration configuration, string dataFolder, string? urls, TimeProvider? clock = null, int groupLimit = FactStore.DefaultGroupLimit)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        Log(builder.Logging);
        builder.WebHost.UseUrls(urls ?? configuration.Service.Urls ?? "http://127.0.0.1:5080");
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Above what any door reads (HookBodies.Limit): past this Kestrel hangs up in the midst of the body, and a client
            // that is still sending would never read which limit it broke.
            kestrel.Limits.MaxRequestBodySize = 32 << 20;
        });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(9));
        AddServices(builder.Services, configuration, Path.GetFullPath(dataFolder), clock ?? TimeProvider.System, groupLimit);

        var app = builder.Build();
        Map(app);
        // Opened here, so that a data folder that cannot be used is found before anything is served.
        app.Services.GetRequiredService<FactStore>();
        app.Services.GetRequiredService<Estate>();
        app.Services.GetRequiredService<HookKeys>();
        app.Services.GetRequiredService<LedgerKey>();
        app.Services.GetRequiredService<GitHubApi>();
        return app;
    }

    /// <summary>What the service does when it starts: ends what a crash left, records its policy, and begins to look.</summary>
    public static async Task BeginAsync(WebApplication app, CancellationToken stop)
    {
        await app.Services.GetRequiredService<Startup>().RunAsync(stop);
        try
        {
            await app.StartAsync(stop);
        }
        catch
        {
            // A part that had no time to begin is told as one that failed, unless the host knows that it is ending.
            await app.StopAsync(CancellationToken.None);
            throw;
        }

        app.Services.StartJobs();
    }

    // Neither room knows the other.
    private static Func<string, PasswordSource> PasswordsOf(IServiceProvider provider) => name => async (refused, stop) =>
    {
        try
        {
            return await provider.GetRequiredService<GitHubPasswords>().OfAsync(name, refused, stop);
        }
        catch (ForgeException trouble)
        {
            throw new GitException(trouble.Message, trouble);
        }
    };

    private static void AddServices(IServiceCollection services, Configuration configuration, string dataFolder, TimeProvider clock, int groupLimit)
    {
        services.AddSingleton(clock);
        services.AddSingleton(configuration);
        services.AddSingleton<Instance>();
        services.AddSingleton(new ProgramRunner(dataFolder));
        services.AddSingleton<GitProgram>();
        services.AddSingleton<SshKeygen>();
        services.AddSingleton(provider => FactStore.Open(dataFolder, clock, provider.GetRequiredService<ILogger<FactStore>>(), groupLimit));
        services.AddSingleton(provider => new Estate(configuration, provider.GetRequiredService<GitProgram>(), dataFolder, provider.GetRequiredService<ILogger<ObjectDigests>>(), PasswordsOf(provider)));
        services.AddSingleton(provider => new Startup(dataFolder, provider.GetRequiredService<ProgramRunner>(), provider.GetRequiredService<FactStore>(), configuration, provider.GetRequiredService<Workspaces>(), provider.GetRequiredService<LedgerHead>(), provider.GetRequiredService<ILogger<Startup>>()));
        services.AddJobs(configuration);

        services.AddSingleton(_ => new GitHubApi(configuration.Service.GitHub, clock, GitHubApi.Wire()));
        services.AddSingleton<GitHubPasswords>();
        services.AddSingleton<IForge, GitHubForge>();
        services.AddSingleton<GitHubDeliveries>();
        services.AddSingleton<IStep, TellStep>();
        services.AddSingleton<GoldDifferences>();
        services.AddSingleton<ProposalReader>();
        services.AddSingleton<ProposalWriter>();
        services.AddSingleton<IStep, ProposeStep>();

        services.AddSingleton<PushTroubles>();
        services.AddSingleton<RemoteHealth>();
        services.AddSingleton<WatchRequests>();
        services.AddSingleton<RepositoryViews>();
        services.AddSingleton<IStep, WatchStep>();
        services.AddSingleton<IStep, PollStep>();
        services.AddSingleton(new GitHubHookKeys(configuration));
        services.AddSingleton<HookBodies>();
        services.AddSingleton<GitHubNames>();
        services.AddSingleton<IStep, DeliveryStep>();
        services.AddSingleton<IStep, MissedStep>();

        services.AddSingleton(provider => new Workspaces(provider.GetRequiredService<ProgramRunner>(), configuration.Service.Workspaces, dataFolder, provider.GetRequiredService<ILogger<Workspaces>>()));
        services.AddSingleton(provider => new CommandCheck(
            provider.GetRequiredService<ProgramRunner>(), clock, [dataFolder, Path.GetDirectoryName(Path.GetFullPath(configuration.File))!, .. configuration.SecretFiles]));
        // Beside the mirror whose files it is about.
        services.AddSingleton(provider => new LicenceScans(provider.GetRequiredService<GitProgram>(), mirror => Path.ChangeExtension(mirror, ".licences"), LicencesSettings.PacksOf(configuration.Checks.Values), provider.GetRequiredService<ILogger<LicenceScans>>()));
        services.AddSingleton(new KeptScannerFindings(mirror => Path.ChangeExtension(mirror, ".scanner")));
        services.AddSingleton<OtherScanner>();
        services.AddSingleton(new LicencePacks(configuration.Service.LicencePacks));
        services.AddSingleton<LicenceReports>();
        services.AddSingleton<ICheckType>(provider => provider.GetRequiredService<CommandCheck>());
        services.AddSingleton<ICheckType, LicencesCheck>();
        services.AddSingleton<CheckRunner>();
        services.AddSingleton<CheckRequests>();
        services.AddSingleton<IStep, RecheckStep>();
        services.AddSingleton<IStep, CheckStep>();
        services.AddSingleton<IStep, RerunStep>();

        services.AddSingleton<HookKeys>();
        services.AddSingleton(new PolicyProposals(configuration, CheckSchemas));
        services.AddSingleton(provider => new PolicyHome(configuration, provider.GetRequiredService<PolicyProposals>(), CheckSchemas));
        services.AddSingleton<PolicyDesk>();
        services.AddSingleton<SignOffDesk>();
        services.AddSingleton<SshDesk>();
        services.AddSingleton<StatementWriter>();
        services.AddSingleton<ForgeDesk>();
        services.AddSingleton<CommentAnswers>();
        services.AddSingleton<IStep, ReviewStep>();
        services.AddSingleton<IStep, CommentStep>();

        services.AddSingleton<WhyNot>();
        services.AddSingleton(provider => new WhyThen(provider.GetRequiredService<FactStore>(), provider.GetRequiredService<GitProgram>(), dataFolder, CheckSchemas, provider.GetRequiredService<PolicyHome>()));
        services.AddSingleton<IStep, DecideStep>();
        services.AddSingleton<IStep, ReconcileStep>();

        services.AddSingleton<IStep, PromoteStep>();
        services.AddSingleton<IStep, TallyStep>();
        services.AddSingleton<IStep, PolicyStep>();
        services.AddSingleton(provider => new PolicyTakeover(
            configuration, provider.GetRequiredService<FactStore>(), CheckSchemas, ReadHookSecrets, provider.GetRequiredService<IHostApplicationLifetime>(), provider.GetRequiredService<ILogger<PolicyTakeover>>()));
        services.AddHostedService(provider => provider.GetRequiredService<PolicyTakeover>());
        services.AddSingleton<IStep, ReleaseStep>();

        services.AddLedger(configuration.Service, dataFolder);

        services.AddSingleton<Readiness>();
        services.AddSingleton<CandidateReader>();
        services.AddSingleton<FrontPageReader>();
        services.AddSingleton<PageRendering>();
        services.AddOpenApi();
        services.AddProblemDetails(problems => problems.CustomizeProblemDetails = context => Problems.Complete(context.ProblemDetails));
        services.Configure<RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);
        services.AddExceptionHandler<ProblemHandler>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
            json.SerializerOptions.Converters.Add(new UtcTimeConverter());
        });
    }

    private static void ReadHookSecrets(Configuration configuration)
    {
        _ = new HookKeys(configuration);
        _ = new GitHubHookKeys(configuration);
    }

    private static void Map(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseOwnSiteOnly();
        app.MapOpenApi();
        app.MapJobs();
        app.MapRepositories();
        app.MapHooks();
        app.MapChecks();
        app.MapSignOffs();
        app.MapDecisions();
        app.MapReleases();
        app.MapLedger();
        app.MapPolicies();
        app.MapHealth();
        app.MapFrontPage();
        app.MapCandidatePage();
        app.MapLicencePage();
    }

    // One line an event on standard error: for people on a terminal, JSON for everything else.
    private static void Log(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        // A start that failed is told in one sentence by whoever started it; its stack helps nobody.
        logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        logging.AddFilter("Hangfire", LogLevel.Error);
        logging.AddSimpleConsole(simple =>
        {
            simple.SingleLine = true;
            simple.TimestampFormat = "HH:mm:ss ";
            simple.UseUtcTimestamp = true;
        });
        logging.AddJsonConsole(json =>
        {
            json.UseUtcTimestamp = true;
            json.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        });
        // The last word on which formatter is used; adding one makes it the chosen one.
        logging.AddConsole(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.FormatterName = Console.IsErrorRedirected ? "json" : "simple";
        });
    }
}
