using Custodian.Checks;
using Custodian.Licences;

namespace Custodian.Tests.Checks;

/// <summary>Files as the engine would tell of them.</summary>
internal static class Scans
{
    /// <summary>A file in which these expressions stand, on lines 1, 11, 21, …; an empty one is a licence that is not known.</summary>
    public static LicenceFile Licensed(string path, params string[] expressions) => new(path, $"blob of {path}", new(FileClass.Licensed,
        [.. expressions.Select((expression, at) => Found(expression, expression.Length > 0 ? FindingKind.Tag : FindingKind.Unknown, (10 * at) + 1))]));

    public static LicenceFile Unknown(string path) => new(path, $"blob of {path}", new(FileClass.Unknown, [Found("", FindingKind.Unknown, 7)]));

    public static LicenceFile NoGrant(string path) => new(path, $"blob of {path}", new(FileClass.NoGrant, [Found("", FindingKind.NoGrant, 3)]));

    public static LicenceFile None(string path) => new(path, $"blob of {path}", FileScan.Nothing);

    public static LicenceFile Binary(string path) => new(path, $"blob of {path}", FileScan.NotText);

    public static LicenceFile Unreadable(string path) => new(path, $"blob of {path}", new(FileClass.Unreadable, [], "it has 2 GiB"));

    /// <summary>Git does not hold its contents.</summary>
    public static LicenceFile Missing(string path) => Unreadable(path) with { IsMissing = true };

    private static Finding Found(string expression, FindingKind kind, int line) => new()
    {
        Ids = expression.Length > 0 ? [.. expression.Split(' ').Where(word => word is not ("AND" or "OR" or "WITH")).Select(word => word.Trim('(', ')'))] : [],
        Expression = expression,
        Kind = kind,
        Score = 1,
        StartLine = line,
        EndLine = line + 2,
    };
}
