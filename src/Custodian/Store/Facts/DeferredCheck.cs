namespace Custodian.Store.Facts;

/// <summary>A check that an urgent promotion did not wait for.</summary>
/// <param name="Definition">SHA-256 of the definition in which it was asked for.</param>
/// <param name="Until">When the repository freezes unless it has passed, UTC.</param>
internal sealed record DeferredCheck(string Check, string Definition, DateTimeOffset Until);
