using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Custodian.EndToEnd.Peers;

/// <summary>Stands before a server on loopback, passes bytes both ways, and breaks connections when told to.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly int target;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Task> connections = new();
    private readonly CancellationTokenSource end = new();
    private readonly Task accepting;
    private int cuts;

    /// <param name="target">Port of the real server on 127.0.0.1.</param>
    public CuttingProxy(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What breaks connections from now on, those open already included; null lets everything pass.</summary>
    public Cut? Cut { get; set; }

    /// <summary>Connections broken so far.</summary>
    public int Cuts => Volatile.Read(ref cuts);

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await accepting;
        await Task.WhenAll(connections);
        listener.Dispose();
        end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) connections.Enqueue(PassAsync(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private async Task PassAsync(TcpClient accepted)
    {
        using var client = accepted;
        using var server = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target, over.Token);
            var silenced = new TaskCompletionSource();
            var upstream = CopyAsync(
                client,
                server,
                (cut, passed, length) => Limit(cut.AfterUpstream, passed, length),
                silenced,
                over);
            var downstream = CopyAsync(
                server,
                client,
                (cut, passed, length) => cut.BeforeReplyWhen?.Invoke() == true ? 0 : Limit(cut.AfterDownstream, passed, length),
                silenced,
                over);
            await Task.WhenAll(upstream, downstream);
        }
        catch (Exception broken) when (broken is OperationCanceledException or IOException or SocketException or InvalidOperationException)
        {
            // Cut, disposed, or one of the two hung up (InvalidOperation: before its stream was taken): both ends are closed
            // on leaving, which tells the other.
        }
    }

    private async Task CopyAsync(
        TcpClient from,
        TcpClient to,
        Func<Cut, long, int, int> allowed,
        TaskCompletionSource silenced,
        CancellationTokenSource over)
    {
        var buffer = new byte[16 << 10];
        long passed = 0;
        try
        {
            for (int read; (read = await from.GetStream().ReadAsync(buffer, over.Token)) > 0; passed += read)
            {
                if (silenced.Task.IsCompleted) await Task.Delay(Timeout.Infinite, end.Token);
                var cut = Cut;
                var passes = cut is null ? read : allowed(cut, passed, read);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, passes), over.Token);
                if (passes == read) continue;

                Interlocked.Increment(ref cuts);
                if (cut!.Silently) silenced.SetResult();
                else await over.CancelAsync();
            }

            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            await over.CancelAsync();
            throw;
        }
    }

    private static int Limit(long? limit, long passed, int length) =>
        (int)Math.Clamp((limit ?? long.MaxValue) - passed, 0, length);
}
