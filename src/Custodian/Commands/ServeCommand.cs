using System.CommandLine;
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
        var folder = data ?? configuration.Service.Data ?? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(config))!, "data");
        await using var app = CustodianSetup.Build(configuration, folder, urls);
        await CustodianSetup.BeginAsync(app, stop);
        var url = app.Urls.First();
        if (ready is not null) await ready(url, stop);
        Console.WriteLine($"Custodian is ready at {url}");
        await app.WaitForShutdownAsync(stop);
        return ExitCode.Yes;
    }
}
