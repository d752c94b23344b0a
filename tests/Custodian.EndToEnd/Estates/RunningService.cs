using Custodian.EndToEnd.Peers;
using Xunit;

namespace Custodian.EndToEnd.Estates;

/// <summary>The service in a process of its own, as an operator starts it; ended when disposed, or with the test process.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private const string Ready = "Custodian is ready at ";

    private readonly PeerProgram program;

    private RunningService(PeerProgram program, string url)
    {
        this.program = program;
        Url = url;
    }

    public string Url { get; }

    public string Log => program.Log;

    /// <param name="environment">The secrets that the configuration names.</param>
    public static async Task<RunningService> StartAsync(string config, string url, string data, IReadOnlyDictionary<string, string> environment)
    {
        var program = new PeerProgram(
            Peer.Require("dotnet", "the .NET SDK"),
            [Built.Program, "serve", "--config", config, "--urls", url, "--data", data],
            Path.GetDirectoryName(config)!,
            environment);
        try
        {
            await program.WaitUntilAsync(_ => Task.FromResult(program.Log.Contains(Ready, StringComparison.Ordinal)), TestContext.Current.CancellationToken);
            return new(program, url);
        }
        catch
        {
            await program.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => program.DisposeAsync();
}
