using System.CommandLine;
using System.Runtime.InteropServices;
using Custodian.Policies;

namespace Custodian.Commands;

/// <summary><c>custodian serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Make()
    {
        var config = new Option<string>("--config") { Description = "The configuration file.", Required = true };
        var urls = new Option<string?>("--urls") { Description = "Where to listen: http://127.0.0.1:5080." };
        var data = new Option<string?>("--data") { Description = "The data folder; by default the configuration's, or 'data' beside it." };
        var command = new Command("serve", "Runs the service until SIGTERM.") { config, urls, data };
        command.SetAction((parsed, stop) => RunAsync(parsed.GetValue(config)!, parsed.GetValue(urls), parsed.GetValue(data), null, stop));
        return command;
    }

    /// <param name="ready">What to do once it listens, given its URL.</param>
    public static async Task<int> RunAsync(string config, string? urls, string? data, Func<string, CancellationToken, Task>? ready, CancellationToken stop)
    {
        var configuration = ConfigurationFile.Load(config, CustodianSetup.CheckSchemas);
        if (urls is not null && !ListenAddress.AreGood(urls)) throw new CommandException(ExitCode.WrongUse, $"--urls {urls}: {ListenAddress.Mend}");

        var folder = data ?? configuration.Service.Data ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(config))!, "data");
        // Between two hosts nobody else would take the signals, and the process would end as if it had been killed.
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        void End(PosixSignalContext signal)
        {
            signal.Cancel = true;
            ended.Cancel();
        }

        while (true)
        {
            try
            {
                var (outcome, address, next) = await RunOnceAsync(configuration, folder, urls, ready, ended.Token);
                if (next is null || ended.IsCancellationRequested) return outcome;

                // Another policy is in force: the same data, at the same address.
                (configuration, urls, ready) = (next, urls is null ? null : address, null);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested && !stop.IsCancellationRequested)
            {
                // Asked to end while it was starting: nothing is lost by that.
                return ExitCode.Yes;
            }
        }
    }

    private static async Task<(int Outcome, string Address, Configuration? Next)> RunOnceAsync(
        Configuration configuration, string folder, string? urls, Func<string, CancellationToken, Task>? ready, CancellationToken stop)
    {
        await using var app = CustodianSetup.Build(configuration, folder, urls);
        await BeginAsync(app, stop);
        var url = app.Urls.First();
        var address = string.Join(';', app.Urls);
        if (ready is not null) await ready(url, stop);
        Console.WriteLine($"Custodian is ready at {url}");
        await app.WaitForShutdownAsync(stop);
        return (Outcome(app.Services), address, app.Services.GetRequiredService<PolicyTakeover>().Next);
    }

    /// <summary>How a host that has ended came to its end: by itself, because a part of it failed, or because it was asked to.</summary>
    public static int Outcome(IServiceProvider services)
    {
        var failed = services.GetServices<IHostedService>().OfType<BackgroundService>()
            .Select(part => part.ExecuteTask?.Exception?.GetBaseException()).FirstOrDefault(why => why is not null);
        return failed is null ? ExitCode.Yes : throw new CommandException(ExitCode.CouldNot, $"The service ended because a part of it failed: {failed.Message}");
    }

    private static async Task BeginAsync(WebApplication app, CancellationToken stop)
    {
        try
        {
            await CustodianSetup.BeginAsync(app, stop);
        }
        catch (InvalidOperationException noCertificate) when (noCertificate.Message.Contains("HTTPS endpoint", StringComparison.Ordinal))
        {
            throw new CommandException(
                ExitCode.WrongUse,
                "An https address needs a certificate: name one in the variables Kestrel__Certificates__Default__Path and Kestrel__Certificates__Default__Password, or listen at http behind a proxy that has one.");
        }
    }
}
