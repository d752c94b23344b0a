using Custodian.Rules;

namespace Custodian.Store.Facts;

/// <summary>
/// Gold was found where the gate did not put it, or a check that an urgent promotion put off did not pass in time, or a director
/// asked for it: nothing is promoted until every custodian has dealt with it.
/// </summary>
internal sealed record Frozen : FactBody
{
    /// <summary>Where the ledger says gold stands.</summary>
    public CommitSha? Expected { get; init; }

    /// <summary>Where it was found; null: it was gone.</summary>
    public CommitSha? Found { get; init; }

    /// <summary>Name of the check that did not pass in time after the urgent promotion of <see cref="FactBody.Commit"/>; null: it is frozen for another reason.</summary>
    public string? Deferred { get; init; }

    public required string Why { get; init; }

    /// <summary>What is voted on to lift it.</summary>
    public required string Digest { get; init; }
}
