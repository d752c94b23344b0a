namespace Custodian.EndToEnd.Peers;

/// <summary>Serves bare repositories; can be taken away and brought back.</summary>
internal interface IGitServer : IAsyncDisposable
{
    int Port { get; }

    /// <summary>What lets a plain git reach it; credentials that stand in an address are not part of it.</summary>
    IReadOnlyDictionary<string, string> ClientEnvironment { get; }

    /// <summary>A repository's address as a developer types it.</summary>
    /// <param name="repository">Its folder's name, such as <c>openmaxims.git</c>.</param>
    /// <param name="port">Another port through which the server is reached, such as a <see cref="CuttingProxy"/>'s.</param>
    string Address(string repository, int? port = null);

    /// <summary>Brings it back on the same port, with the same keys and passwords.</summary>
    Task StartAsync(CancellationToken stop);

    /// <summary>Takes it away as a crash would: open connections break, new ones are refused.</summary>
    Task StopAsync();
}
