namespace Custodian.Checks;

/// <summary>What a report is about, and what made it.</summary>
internal sealed record SpdxReportHead
{
    /// <summary>The repository's name.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit's id, in hex.</summary>
    public required string Commit { get; init; }

    /// <summary>When the scan was recorded.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The engine and its data, each with its version: the same commit may be read otherwise by others.</summary>
    public required string Engine { get; init; }

    /// <summary>Version of SPDX's licence list, such as 3.28; null: not known.</summary>
    public string? LicenceListVersion { get; init; }
}
