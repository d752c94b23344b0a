namespace Custodian.Commands;

/// <summary>What <c>ledger verify</c> was asked.</summary>
internal sealed record LedgerVerifyOrder
{
    public string? Server { get; init; }

    public string? Path { get; init; }

    public string? Data { get; init; }

    public string? Since { get; init; }

    public string? Trust { get; init; }

    /// <summary>Also recompute every verdict from its facts.</summary>
    public bool Replay { get; init; }

    public bool Json { get; init; }
}
