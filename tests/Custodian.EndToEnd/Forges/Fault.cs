namespace Custodian.EndToEnd.Forges;

/// <summary>What becomes of a request.</summary>
/// <param name="forward">Sends it on to GitHub.</param>
internal delegate Task<HttpResponseMessage> Fault(Func<Task<HttpResponseMessage>> forward, CancellationToken stop);
