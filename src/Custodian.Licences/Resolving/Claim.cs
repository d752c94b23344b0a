using Custodian.Licences.Phrases;
using Custodian.Licences.Texts;

namespace Custodian.Licences.Resolving;

/// <summary>A stretch of words that something was recognised in, before it is weighed against the others.</summary>
/// <param name="Start">First word.</param>
/// <param name="End">The word after the last.</param>
/// <param name="Text">The match that it rests on, where it is a text.</param>
/// <param name="Pack">The rule pack whose rule it is; null: the engine's own.</param>
internal sealed record Claim(int Start, int End, string Expression, FindingKind Kind, PhraseNeeds Needs, TextMatch? Text = null, string? Pack = null)
{
    public int Length => End - Start;

    /// <summary>The licences' families: "LGPL" of "LGPL-2.1-only".</summary>
    public IEnumerable<string> Families => Ids.Select(id => id.Split('-')[0]);

    /// <summary>Their families with a version: "LGPL-2.1" of "LGPL-2.1-only".</summary>
    public IEnumerable<string> Versions => Ids.Select(id => string.Join('-', id.Split('-').Take(2)));

    /// <summary>An exception by itself, which widens a licence and is none.</summary>
    public bool IsException => Kind != FindingKind.Tag && !Expression.Contains(' ') && (Expression.Contains("exception", StringComparison.OrdinalIgnoreCase) || Expression == "Linux-syscall-note");

    /// <summary>Of licences and exceptions.</summary>
    public IEnumerable<string> Ids => Expression.Split([' ', '(', ')'], StringSplitOptions.RemoveEmptyEntries).Where(word => word is not ("AND" or "OR" or "WITH"));

    public bool Is(PhraseNeeds need) => (Needs & need) != 0;

    /// <summary>By their first word; of those that begin together the longest first, and what is the engine's own.</summary>
    public static List<Claim> InOrder(List<Claim> claims) =>
        [.. claims.OrderBy(claim => claim.Start).ThenByDescending(claim => claim.End).ThenBy(claim => claim.Pack, StringComparer.Ordinal).ThenBy(claim => claim.Expression, StringComparer.Ordinal)];
}
