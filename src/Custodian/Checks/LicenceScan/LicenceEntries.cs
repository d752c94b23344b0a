using Custodian.Licences.Expressions;
using Custodian.Policies;

namespace Custodian.Checks;

/// <summary>
/// Reads licences from the configuration. They are kept as they are written but for their case and blanks: what SPDX deprecates later must
/// not change the digest of a policy that is in force.
/// </summary>
internal sealed class LicenceEntries(SpdxIds ids)
{
    /// <summary>Lists of single licences, none of which stands twice; null for a key that is not there.</summary>
    public IReadOnlyList<IReadOnlyList<string>?> Read(YamlSection section, params string[] keys)
    {
        var met = new Dictionary<SpdxExpression, string>();
        return [.. keys.Select(key => section.TextsIfAny(key) is { } texts
            ? (IReadOnlyList<string>)[.. texts.Select(text => Entry(key, text, section.Problems, met)).OfType<SpdxExpression>().Select(entry => entry.ToString()).Order(StringComparer.Ordinal)]
            : null)];
    }

    /// <summary>Any expression of licences that SPDX lists, and references; null, and a problem, where it is none.</summary>
    public SpdxExpression? Expression(string key, YamlText text, ProblemList problems)
    {
        if (!SpdxParser.TryParse(text.Text, out var expression, out var refusal))
        {
            problems.Add(text.At, $"'{key}' is {Quote.Of(text.Text)}, which is no SPDX expression: {refusal}.");
            return null;
        }

        var strangers = ids.Unknown(expression);
        foreach (var name in strangers) problems.Add(text.At, $"'{key}' names {Quote.Of(name)}, which SPDX does not list: {Mend(name, expression)}");
        return strangers.Count == 0 ? ids.InListsCase(expression) : null;
    }

    private SpdxExpression? Entry(string key, YamlText text, ProblemList problems, Dictionary<SpdxExpression, string> met)
    {
        if (Expression(key, text, problems) is not { } entry) return null;

        if (entry is SpdxExpression.AllOf or SpdxExpression.OneOf)
        {
            problems.Add(text.At, $"'{key}' names {Quote.Of(text.Text)}: write each licence as an entry of its own.");
            return null;
        }

        if (met.TryAdd(ids.Current(entry), key)) return entry;

        var before = met[ids.Current(entry)];
        problems.Add(text.At, before == key ? $"'{key}' names {Quote.Of(text.Text)} twice: remove one." : $"{Quote.Of(text.Text)} stands in '{before}' too: leave it in one of them.");
        return null;
    }

    private string Mend(string name, SpdxExpression expression)
    {
        var exception = expression.Terms().OfType<SpdxExpression.Excepted>().Any(term => term.Exception == name);
        var listed = exception ? ids.Exceptions : ids.Licences;
        // The nearest is looked for in small letters; the list knows its own case.
        return NearMiss.Find(name, listed.Select(id => id.ToLowerInvariant())) is { } near
            ? $"did you mean '{(exception ? ids.FindException(near) : ids.FindLicence(near))}'?"
            : exception ? "write the id of an exception at spdx.org/licenses." : "write an id of spdx.org/licenses, or LicenseRef- and a name for a licence of your own.";
    }
}
