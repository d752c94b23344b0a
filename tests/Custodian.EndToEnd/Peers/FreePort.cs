using System.Net;
using System.Net.Sockets;

namespace Custodian.EndToEnd.Peers;

/// <summary>A port on loopback for a server of others, which cannot be asked to pick one and tell.</summary>
internal static class FreePort
{
    // Below the range from which the system takes the ports of outgoing connections:
    // one of those could take the port while a test has its server stopped.
    private const int First = 20000;
    private const int Last = 31999;

    public static int Next()
    {
        for (var attempt = 0; attempt < 100; attempt++)
        {
            var port = Random.Shared.Next(First, Last + 1);
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException($"No free port on 127.0.0.1 among 100 tried from {First} to {Last}.");
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }
}
