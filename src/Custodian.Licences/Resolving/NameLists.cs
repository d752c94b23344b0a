using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>Knows a mere list of licences, which puts nothing under any of them: of ids in a tool's data, of dependencies.</summary>
internal sealed class NameLists(LicensingWords licensing, FieldValues fields)
{
    // So many names, so few words between them.
    private const int Names = 10;
    private const int Between = 30;

    /// <param name="claims">In the order of their words.</param>
    public List<Claim> Without(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        if (claims.Count < Names) return claims;

        var listed = Listed(text, words, claims);
        var dropped = new HashSet<int>();
        var run = new List<int>();
        for (var at = 0; at <= claims.Count; at++)
        {
            if (at < claims.Count && !listed[at]) continue;
            if (at == claims.Count || (run.Count > 0 && claims[at].Start - claims[run[^1]].End > Between))
            {
                if (run.Where(name => claims[name].Kind != FindingKind.NoGrant).Select(name => claims[name].Expression).Distinct().Count() >= Names) dropped.UnionWith(run);
                run.Clear();
            }

            run.Add(at);
        }

        return [.. claims.Where((_, at) => !dropped.Contains(at))];
    }

    // What puts the file under a licence is no part of a list, and neither is what is joined to that: a notice cannot be hidden among names.
    private bool[] Listed(ReadOnlySpan<byte> text, WordList list, List<Claim> claims)
    {
        var words = list.Numbers;
        var listed = new bool[claims.Count];
        for (int at = 0, from = 0; at < claims.Count; at++)
        {
            listed[at] = IsPhrase(claims[at]) && !licensing.PutUnder(words, claims[at], from) && !IsField(text, list, claims[at], from);
            if (claims[at].Expression.Length > 0) from = claims[at].End;
        }

        for (var at = 1; at < claims.Count; at++) listed[at] &= listed[at - 1] || !IsName(claims[at - 1]) || !licensing.Join(words, claims[at - 1], claims[at]);
        for (var at = claims.Count - 2; at >= 0; at--) listed[at] &= listed[at + 1] || !IsName(claims[at + 1]) || !licensing.Join(words, claims[at], claims[at + 1]);
        return listed;
    }

    // Classifiers of Python's index are listed one below another in tools: "License :: OSI Approved :: MIT License"; and brackets repeat a name.
    private bool IsField(ReadOnlySpan<byte> text, WordList words, Claim claim, int from) =>
        // The field's name is no part of the licence before it: "BSD-3-Clause-No-Military-License".
        (from < claim.Start || licensing.Contains(words.Numbers[claim.Start])) && fields.Begins(text, words, claim)
        && text[words.Starts[Math.Max(0, claim.Start - 1)]..words.Starts[Math.Min(claim.Start + 1, words.Count - 1)]].IndexOf("::"u8) < 0
        && !text[..words.Starts[claim.Start]].TrimEnd((byte)' ').EndsWith("("u8);

    private static bool IsName(Claim claim) => IsPhrase(claim) && claim.Expression.Length > 0;

    // A list neither quotes a text nor carries a tag.
    private static bool IsPhrase(Claim claim) => claim.Text is null && claim.Kind != FindingKind.Tag;
}
