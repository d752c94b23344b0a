namespace Custodian.Licences.Expressions;

/// <summary>
/// What SPDX publishes in the place of deprecated ids: the <c>obsoletedBy</c> entries of its licence list, and the note on
/// bzip2-1.0.5. BSD-2-Clause-FreeBSD and Net-SNMP have none.
/// </summary>
internal static class SpdxSuccessors
{
    private const string Only = "-only";
    private const string Later = "-or-later";

    private static readonly Dictionary<string, string> Licences = new(StringComparer.Ordinal)
    {
        ["BSD-2-Clause-NetBSD"] = "BSD-2-Clause",
        ["Nunit"] = "zlib-acknowledgement",
        ["StandardML-NJ"] = "SMLNJ",
        ["bzip2-1.0.5"] = "bzip2-1.0.6",
    };

    // The licence of the GNU family that is meant without its suffix, and the exception.
    private static readonly Dictionary<string, (string Licence, string Exception)> WithException = new(StringComparer.Ordinal)
    {
        ["GPL-2.0-with-GCC-exception"] = ("GPL-2.0", "GCC-exception-2.0"),
        ["GPL-2.0-with-autoconf-exception"] = ("GPL-2.0", "Autoconf-exception-2.0"),
        ["GPL-2.0-with-bison-exception"] = ("GPL-2.0", "Bison-exception-2.2"),
        ["GPL-2.0-with-classpath-exception"] = ("GPL-2.0", "Classpath-exception-2.0"),
        ["GPL-2.0-with-font-exception"] = ("GPL-2.0", "Font-exception-2.0"),
        ["GPL-3.0-with-GCC-exception"] = ("GPL-3.0", "GCC-exception-3.1"),
        ["GPL-3.0-with-autoconf-exception"] = ("GPL-3.0", "Autoconf-exception-3.0"),
    };

    // These are "or later" with or without a plus.
    private static readonly Dictionary<string, (string Licence, string Exception)> OrLaterWithException = new(StringComparer.Ordinal)
    {
        ["eCos-2.0"] = ("GPL-2.0", "eCos-exception-2.0"),
        ["wxWindows"] = ("GPL-2.0", "WxWindows-exception-3.1"),
    };

    /// <summary>The successor of a deprecated licence; null: there is none.</summary>
    public static SpdxExpression? Of(SpdxExpression.Id id)
    {
        if (Licences.TryGetValue(id.Name, out var licence)) return id with { Name = licence };
        if (WithException.TryGetValue(id.Name, out var pair)) return new SpdxExpression.Excepted(Gnu(pair.Licence, id.OrLater), pair.Exception);
        if (OrLaterWithException.TryGetValue(id.Name, out var later)) return new SpdxExpression.Excepted(Gnu(later.Licence, orLater: true), later.Exception);
        return Gnu(id.Name, id.OrLater);
    }

    /// <summary>The id that says "or later" of itself, for one of a family that has such ids: of GPL-2.0, GPL-2.0-only and itself.</summary>
    public static string OrLater(string licence) =>
        licence.EndsWith(Later, StringComparison.Ordinal) ? licence
        : licence.EndsWith(Only, StringComparison.Ordinal) ? licence[..^Only.Length] + Later
        : licence + Later;

    /// <summary>The successor of a deprecated exception; null: there is none.</summary>
    public static string? OfException(string exception) => exception == "Nokia-Qt-exception-1.1" ? "Qt-LGPL-exception-1.1" : null;

    private static SpdxExpression.Id Gnu(string licence, bool orLater) => new(licence + (orLater ? Later : Only));
}
