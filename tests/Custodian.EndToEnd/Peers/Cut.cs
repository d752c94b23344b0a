namespace Custodian.EndToEnd.Peers;

/// <summary>When and how a <see cref="CuttingProxy"/> breaks a connection; the first condition that holds does it.</summary>
internal sealed record Cut
{
    /// <summary>Bytes of one connection that still pass from the client to the server.</summary>
    public long? AfterUpstream { get; init; }

    /// <summary>Bytes of one connection that still pass from the server to the client.</summary>
    public long? AfterDownstream { get; init; }

    /// <summary>
    /// Asked before anything passes from the server to the client. With "the ref has moved", the server has done its
    /// work and the client never hears of it.
    /// </summary>
    public Func<bool>? BeforeReplyWhen { get; init; }

    /// <summary>The connection stays open, and nothing passes any more: a half-dead server instead of a dead one.</summary>
    public bool Silently { get; init; }
}
