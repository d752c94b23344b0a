using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Custodian.EndToEnd.Peers;

/// <summary>Accepts every connection and never says a word.</summary>
internal sealed class SilentServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<TcpClient> open = new();
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;

    public SilentServer()
    {
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Connections accepted so far.</summary>
    public int Accepted => open.Count;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await accepting;
        listener.Dispose();
        foreach (var connection in open) connection.Dispose();
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) open.Enqueue(await listener.AcceptTcpClientAsync(end.Token));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }
}
