using System.Buffers;
using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>Knows the value of a package's field when it sees one: <c>license: ruby</c>, <c>"licenses": [{ "type": "MIT" }]</c>, <c>&lt;license&gt;&lt;name&gt;CPL</c>.</summary>
internal sealed class FieldValues(WordTable table)
{
    // Between a field's name and its value: "type", "name", and marks.
    private const int MostBetween = 2;
    private const int LongestBetween = 80;

    // Marks that end a value, or begin an address.
    private static readonly SearchValues<byte> Apart = SearchValues.Create("(./@:;"u8);

    private readonly HashSet<int> names = table.FindAll("license", "licenses");
    private readonly HashSet<int> within = table.FindAll("type", "name", "text", "expression", "content", "value", "href");
    private readonly HashSet<int> joining = table.FindAll("and", "or", "with", "+");
    private readonly HashSet<int> both = table.FindAll("and", "or");
    private readonly int copyright = table.Find("copyright"u8);

    /// <summary>Whether a field's value begins with the claim.</summary>
    public bool Begins(ReadOnlySpan<byte> text, WordList words, Claim claim)
    {
        for (var at = claim.Start; at >= 0 && at >= claim.Start - 1 - MostBetween; at--)
        {
            var between = text[words.Starts[at]..words.Starts[Math.Min(words.Count - 1, Math.Max(at + 1, claim.Start))]];
            // Old RPM packages name the licence as "Copyright: GPL".
            if (at == claim.Start - 1 && words.Numbers[at] == copyright) return Marks(between) is [(byte)':', ..];
            // "@license MIT"
            if (names.Contains(words.Numbers[at]) && words.Starts[at] > 0 && text[words.Starts[at] - 1] == '@') return at == claim.Start - 1;
            if (names.Contains(words.Numbers[at])) return between.Length <= LongestBetween && Marks(between) is var marks && marks.IndexOfAny(":=>("u8) >= 0 && marks.IndexOfAny("./@"u8) < 0;
            if (at < claim.Start && !within.Contains(words.Numbers[at])) return false;
        }

        return false;
    }

    /// <summary>Whether the claim is a field's whole value, or one of several that are joined.</summary>
    public bool IsWhole(ReadOnlySpan<byte> text, WordList words, Claim claim)
    {
        if (!Begins(text, words, claim)) return false;
        var end = words.Starts[claim.End - 1];
        while (end < text.Length && Letters.IsWord(text[end])) end++;
        var rest = text[end..].TrimStart(" \t"u8);
        return rest.IsEmpty || !Letters.IsWord(rest[0]) || joining.Contains(claim.End < words.Count ? words.Numbers[claim.End] : 0);
    }

    /// <summary>Whether the claim follows another one as the next of a field's values: <c>['MIT', 'Ruby']</c>.</summary>
    public bool Follows(ReadOnlySpan<byte> text, WordList words, Claim one, Claim claim)
    {
        if (claim.Start < one.End) return false;
        for (var at = one.End; at < claim.Start; at++)
        {
            if (!both.Contains(words.Numbers[at])) return false;
        }

        return text[words.Starts[claim.Start - 1]..words.Starts[claim.Start]].IndexOfAny(Apart) < 0;
    }

    // What stands behind the first word.
    private static ReadOnlySpan<byte> Marks(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (at < text.Length && Letters.IsWord(text[at])) at++;
        return text[at..];
    }
}
