using System.Globalization;
using System.Text.RegularExpressions;

namespace Custodian.Licences.Expressions;

/// <summary>
/// The versions of a licence that its recipient may choose from: GPL-2.0-only is one, GPL-2.0-or-later and Apache-2.0+ are all from
/// there on. Only ids with a dotted version have versions: the 3 of BSD-3-Clause counts clauses.
/// </summary>
internal sealed partial class LicenceRange
{
    private readonly string family;
    private readonly int[] from;
    private readonly bool open;

    private LicenceRange(string family, int[] from, bool open) => (this.family, this.from, this.open) = (family, from, open);

    /// <summary>The versions that an id means; a listed id that is not deprecated, or a reference.</summary>
    public static LicenceRange Of(SpdxExpression.Id id)
    {
        var match = Versioned().Match(id.Name);
        if (SpdxIds.IsReference(id.Name) || !match.Success) return new(id.Name, [], open: false);

        int[] version = [.. match.Groups["number"].Captures.Select(number => int.Parse(number.Value, CultureInfo.InvariantCulture)), .. match.Groups["letter"].Value.Select(letter => (int)letter)];
        return new($"{match.Groups["name"].Value} {match.Groups["variant"].Value}", version, id.OrLater || match.Groups["reach"].Value == "-or-later");
    }

    /// <summary>True where every version of the other is one of these.</summary>
    public bool Includes(LicenceRange other)
    {
        if (family != other.family) return false;

        var later = Compare(other.from, from);
        return open ? later >= 0 : later == 0 && !other.open;
    }

    private static int Compare(int[] left, int[] right)
    {
        for (var at = 0; at < Math.Max(left.Length, right.Length); at++)
        {
            var order = left.ElementAtOrDefault(at).CompareTo(right.ElementAtOrDefault(at));
            if (order != 0) return order;
        }

        return 0;
    }

    [GeneratedRegex(
        @"^(?<name>.+?)-(?<number>\d{1,4})(?:\.(?<number>\d{1,4}))+(?<letter>[a-z]?)(?<variant>(?:-(?!only$|or-later$)[^-]+)*)(?<reach>-only|-or-later)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Versioned();
}
