namespace Custodian.Store.Facts;

/// <summary>
/// Somebody asked for a check to be run again on a candidate. Nobody's vote: whoever it was, the run shows. It is open as long as the
/// run that it wants repeated is the last one.
/// </summary>
internal sealed record CheckRequested : FactBody
{
    public required string Check { get; init; }

    /// <summary>SHA-256 of the definition that is to be run.</summary>
    public required string Definition { get; init; }

    /// <summary>Id of the run that is to be repeated: the last one then.</summary>
    public required string Repeats { get; init; }
}
