namespace Custodian.Licences;

/// <summary>One place of a file where a licence, or the lack of one, shows.</summary>
public sealed record Finding
{
    /// <summary>
    /// SPDX ids of licences and exceptions, in the order of the expression, distinct, none deprecated; <c>LicenseRef-…</c> as written.
    /// Empty where no licence is known.
    /// </summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>The SPDX expression (SPDX 2.3, annex D); empty where no licence is known.</summary>
    public required string Expression { get; init; }

    /// <summary>What it rests on.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>Above 0, up to 1: the share of the licence's words that are here; 1 where a tag, notice or name was met exactly.</summary>
    public required double Score { get; init; }

    /// <summary>First line, from 1; 0 where another scanner did not say.</summary>
    public required int StartLine { get; init; }

    /// <summary>Last line, the same or later.</summary>
    public required int EndLine { get; init; }

    /// <summary>Where the text differs from the licence's, in order; at most 50. Empty where it was met exactly.</summary>
    public IReadOnlyList<WordDifference> Differences { get; init; } = [];

    /// <summary>Of an archive: the path in it of the file whose lines these are, as the archive writes it; null: the file itself.</summary>
    public string? Inside { get; init; }

    /// <summary>The operator's rule pack that found it; null: the data that came with the engine.</summary>
    public string? Pack { get; init; }

    /// <summary>The name of another scanner that found it; null: this engine did.</summary>
    public string? Scanner { get; init; }
}
