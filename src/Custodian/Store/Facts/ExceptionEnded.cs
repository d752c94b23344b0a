namespace Custodian.Store.Facts;

/// <summary>A director took back their signature under a waiver or a deviation: it excuses no more.</summary>
internal sealed record ExceptionEnded : FactBody
{
    /// <summary>What was voted on.</summary>
    public required string Digest { get; init; }

    /// <summary>Who took it back.</summary>
    public required string Person { get; init; }
}
