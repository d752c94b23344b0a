using System.Diagnostics.CodeAnalysis;

namespace Custodian.Licences.Expressions;

/// <summary>
/// Reads licence expressions: SPDX 2.3, annex D, and beyond it, as tags in the wild have them, operators in small letters. Ids are
/// taken as they stand; whether SPDX lists them is asked of <see cref="SpdxIds"/>. Time and memory are linear in the text's length,
/// and the stack is bounded by <see cref="DeepestNesting"/>.
/// </summary>
public sealed class SpdxParser
{
    /// <summary>Most characters of an expression.</summary>
    public const int Longest = 4096;

    /// <summary>Most brackets within brackets.</summary>
    public const int DeepestNesting = 64;

    private const string LicenceReference = "LicenseRef-";
    private const string DocumentReference = "DocumentRef-";
    private const string Letters = "ids are letters, digits, '.' and '-'";

    private readonly string text;
    private readonly List<(int At, string Word)> words = [];
    private int next;
    private int depth;
    private SpdxRefusal? refusal;

    private SpdxParser(string text) => this.text = text;

    /// <summary>Reads one expression.</summary>
    /// <param name="text">It alone: no comment marks, no tag before it.</param>
    /// <param name="expression">What it says; null where it is refused.</param>
    /// <param name="refusal">Why it is none; null where it is one.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SpdxExpression? expression, [NotNullWhen(false)] out SpdxRefusal? refusal)
    {
        var parser = new SpdxParser(text);
        expression = parser.Read();
        refusal = expression is null ? parser.refusal! : null;
        return refusal is null;
    }

    private SpdxExpression? Read()
    {
        if (text.Length > Longest) return Refuse(Longest + 1, $"an expression has at most {Longest} characters");

        Split();
        if (words.Count == 0) return Refuse(1, "there is no licence: write an SPDX id such as MIT");

        var expression = ReadOr();
        if (expression is null || next == words.Count) return expression;

        var (at, word) = words[next];
        return Refuse(at, word == ")" ? "this bracket closes none: remove it" : Unjoined(word));
    }

    private void Split()
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (char.IsWhiteSpace(text[at])) continue;

            var end = at + 1;
            if (text[at] is not ('(' or ')'))
            {
                while (end < text.Length && text[end] is not ('(' or ')') && !char.IsWhiteSpace(text[end])) end++;
            }

            words.Add((at + 1, text[at..end]));
            at = end - 1;
        }
    }

    // OR binds least, WITH most.
    private SpdxExpression? ReadOr() => ReadList("OR", ReadAnd) is { } parts ? SpdxExpression.Or(parts) : null;

    private SpdxExpression? ReadAnd() => ReadList("AND", ReadPart) is { } parts ? SpdxExpression.And(parts) : null;

    private List<SpdxExpression>? ReadList(string between, Func<SpdxExpression?> read)
    {
        var parts = new List<SpdxExpression>();
        do
        {
            if (read() is not { } part) return null;
            parts.Add(part);
        }
        while (Take(between));
        return parts;
    }

    private SpdxExpression? ReadPart()
    {
        if (!Take("(")) return ReadTerm();

        var opened = words[next - 1].At;
        if (++depth > DeepestNesting) return Refuse(opened, $"brackets are nested deeper than {DeepestNesting}: write it with fewer");
        if (ReadOr() is not { } inner) return null;
        if (!Take(")"))
        {
            return next < words.Count ? Refuse(words[next].At, Unjoined(words[next].Word)) : Refuse(opened, "this bracket is not closed: write ')' where it ends");
        }

        depth--;
        return Take("WITH") ? Refuse(words[next - 1].At, "WITH follows a bracket: an exception belongs to one licence, so write it behind that") : inner;
    }

    private SpdxExpression? ReadTerm()
    {
        if (ReadWord("a licence") is not var (at, word) || ReadLicence(at, word) is not { } licence) return null;
        if (!Take("WITH")) return licence;
        if (ReadWord("an exception") is not var (place, exception)) return null;

        return IsIdString(exception) ? new SpdxExpression.Excepted(licence, exception) : Refuse(place, $"'{Short(exception)}' cannot be an exception: {Letters}");
    }

    private SpdxExpression.Id? ReadLicence(int at, string word)
    {
        if (word.ToUpperInvariant() is "NONE" or "NOASSERTION") return Refuse(at, $"'{word}' says that no licence is named: write a licence");

        var orLater = word.EndsWith('+');
        var name = orLater ? word[..^1] : word;
        var colon = name.IndexOf(':');
        var reference = colon < 0 ? Reference(name, LicenceReference)
            : Reference(name[..colon], DocumentReference) is { } of && Reference(name[(colon + 1)..], LicenceReference) is { } to ? $"{of}:{to}"
            : null;
        if (reference is not null && orLater) return Refuse(at, $"'{Short(word)}' is a reference, which has no later versions: remove the '+'");
        if (reference is not null) return new(reference);
        if (colon >= 0) return Refuse(at, $"'{Short(word)}' has a ':' in it: only DocumentRef-…:LicenseRef-… has one");
        if (name.StartsWith(LicenceReference, StringComparison.OrdinalIgnoreCase) || name.StartsWith(DocumentReference, StringComparison.OrdinalIgnoreCase))
            return Refuse(at, $"'{Short(word)}' is no whole reference: write LicenseRef- and a name of letters, digits, '.' and '-'");
        return IsIdString(name) ? new(name, orLater) : Refuse(at, $"'{Short(word)}' cannot be a licence: {Letters}");
    }

    private (int At, string Word)? ReadWord(string what)
    {
        var (at, word) = next < words.Count ? words[next] : (text.TrimEnd().Length + 1, "");
        if (word.Length == 0) Refuse(at, $"{what} is missing at the end: write its SPDX id, or remove what comes before");
        else if (word is "(" or ")" || IsOperator(word)) Refuse(at, $"{what} is missing before '{word}': write its SPDX id");
        if (refusal is not null) return null;

        next++;
        return (at, word);
    }

    private bool Take(string word)
    {
        if (next == words.Count || !words[next].Word.Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        next++;
        return true;
    }

    private SpdxExpression.Id? Refuse(int at, string why)
    {
        refusal ??= new(at, why);
        return null;
    }

    private static string Unjoined(string word) => $"'{Short(word)}' follows a licence: join them with AND or OR";

    // The name as it stands, behind the prefix as SPDX writes it; null where it is no such reference.
    private static string? Reference(string word, string prefix) =>
        word.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && IsIdString(word) && word.Length > prefix.Length ? prefix + word[prefix.Length..] : null;

    private static bool IsIdString(string word) => word.Length > 0 && word.All(one => char.IsAsciiLetterOrDigit(one) || one is '.' or '-');

    private static bool IsOperator(string word) => word.ToUpperInvariant() is "AND" or "OR" or "WITH";

    // What is quoted comes from a file that nobody has approved.
    private static string Short(string word)
    {
        var shown = string.Concat(word.Take(40).Select(one => one is > ' ' and <= '~' ? one : '?'));
        return word.Length > 40 ? shown + "…" : shown;
    }
}
