namespace Custodian.Licences.Compiler;

/// <summary>Which expressions speak only of ids on SPDX's lists, and of references: licences that we name though SPDX does not.</summary>
internal sealed class KnownIds(IEnumerable<string> ids)
{
    private readonly HashSet<string> ids = [.. ids];

    public bool Covers(string expression) => expression.Split([' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
        .Where(word => word is not ("AND" or "OR" or "WITH"))
        .All(word => ids.Contains(word) || word.StartsWith("LicenseRef-", StringComparison.Ordinal));
}
