namespace Custodian.Rules;

/// <summary>What must be true of a candidate for a rule to be asked of it: everything that is said here, at once.</summary>
public sealed record Condition
{
    /// <summary>Globs; a changed path matches at least one of them. Null: whatever the paths.</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>True: generated code counts for neither paths nor size.</summary>
    public bool IgnoreGenerated { get; init; }

    /// <summary>More files than this are changed. Null: however many.</summary>
    public int? FilesOver { get; init; }

    /// <summary>More lines than this are added or removed. Null: however many.</summary>
    public int? LinesOver { get; init; }

    /// <summary>Names of gates; the candidate passes one of them. Null: whichever.</summary>
    public IReadOnlyList<string>? Gates { get; init; }

    /// <summary>Labels; a release carries at least one of them. A candidate carries none. Null: whatever is carried.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>True when it takes the changes to answer.</summary>
    internal bool AsksForChanges => Paths is not null || FilesOver is not null || LinesOver is not null;
}
