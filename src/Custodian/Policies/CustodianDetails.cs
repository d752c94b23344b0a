namespace Custodian.Policies;

/// <summary>What is said of a custodian and decides nothing.</summary>
/// <param name="Names">What it was called before, in the order of the file.</param>
/// <param name="Ods">Codes that the NHS Organisation Data Service gave it and those whose place it took.</param>
internal sealed record CustodianDetails(IReadOnlyList<EarlierName> Names, IReadOnlyList<string> Ods)
{
    /// <summary>Ids of the custodians whose place it took.</summary>
    public IReadOnlyList<string> Succeeds { get; init; } = [];

    /// <summary>What it was called on a day; null: as it is called now, as far as is told.</summary>
    public string? NameOn(DateOnly day) => Names.Where(name => name.Until >= day).MinBy(name => name.Until)?.Name;
}

/// <summary>A name that a custodian had.</summary>
/// <param name="Until">Last day of it; null: not told.</param>
internal sealed record EarlierName(string Name, DateOnly? Until);
