using Custodian.Store.Facts;

namespace Custodian.Checks;

/// <summary>A run of a <c>licences</c> check with everything that it rests on.</summary>
internal sealed record LicenceReport
{
    public required CheckRun Run { get; init; }

    /// <summary>False: gold has moved since, and the run says nothing any more.</summary>
    public required bool Counts { get; init; }

    /// <summary>What the files were read by now, which need not be what they were read by in the run.</summary>
    public required string Engine { get; init; }

    /// <summary>Version of the licences that it knows.</summary>
    public required string Data { get; init; }

    /// <summary>Name of the other scanner that has a part in it; null: none.</summary>
    public required string? Scanner { get; init; }

    /// <summary>False: what the other scanner found is not kept, or it told nothing, so that no file is known.</summary>
    public required bool IsKept { get; init; }

    /// <summary>The same files judged now.</summary>
    public required LicenceJudgement Judged { get; init; }

    /// <summary>Every file, in git's order.</summary>
    public required IReadOnlyList<ReportedFile> Files { get; init; }
}
