using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>
/// Joins an exception that a notice grants in its own words to the one licence beside it that it is made for: <c>GPL-2.0-only WITH Classpath-exception-2.0</c>.
/// </summary>
internal sealed class Exceptions(WordTable table)
{
    // How far the licence's own notice may lie.
    private const int Nearby = 250;

    // "Without the Classpath exception": so near before it.
    private const int Denying = 8;

    // A name, and no grant.
    private const int MostOfName = 6;

    // "Version 2 with the GNU Classpath Exception".
    private const int Touching = 3;

    private static readonly string[] Gnu = ["GPL", "LGPL", "AGPL"];
    private static readonly string[] Apache = ["Apache"];

    private readonly HashSet<int> denials = table.FindAll("without", "not", "no", "except", "excluding", "unless", "never", "none");
    private readonly HashSet<int> ends = table.FindAll("removed", "revoked", "deleted", "dropped", "withdrawn");

    /// <param name="claims">In the order of their words.</param>
    public List<Claim> Join(ReadOnlySpan<byte> text, WordList words, List<Claim> claims)
    {
        var exceptions = new List<Claim>();
        foreach (var claim in claims)
        {
            if (claim.IsException && !IsDenied(words.Numbers, claim) && !IsTakenBack(text, words, claim)) exceptions.Add(claim);
        }

        // Which licence one of many is granted beside nobody can say.
        if (exceptions.Count is 0 or > 3) return claims;
        exceptions.RemoveAll(exception => IsAnother(claims, exception));
        if (exceptions.Count == 0) return claims;

        var families = exceptions.TrueForAll(exception => exception.Expression is "LLVM-exception" or "Swift-exception") ? Apache : Gnu;
        if (families == Gnu && exceptions.Exists(exception => exception.Expression is "LLVM-exception" or "Swift-exception")) return claims;

        var beside = claims.FindAll(claim => claim is { Text: null, Expression.Length: > 0 } && !claim.Expression.Contains(' ') && claim.Families.All(families.Contains) && exceptions.TrueForAll(exception => exception.Start - claim.End <= Nearby && claim.Start - exception.End <= Nearby));
        // What says of itself by which exception it is widened stands in no other one's way.
        var all = claims.FindAll(claim => claim.Families.Any(families.Contains) && !claim.Expression.Contains(" WITH ", StringComparison.Ordinal)).Select(claim => claim.Expression).Distinct().ToList();
        // None of them is made for the AGPL.
        if (all.Count != 1 || beside.Count == 0 || all[0].StartsWith("AGPL", StringComparison.Ordinal)) return claims;

        var widened = string.Join(" AND ", exceptions.Select(exception => $"{all[0]} WITH {exception.Expression}").Distinct());
        return [.. claims.Where(claim => !exceptions.Contains(claim)).Select(claim => beside.Contains(claim) ? claim with { Expression = widened, End = Math.Max(claim.End, exceptions.Max(exception => exception.End)) } : claim)];
    }

    // "The Classpath exception does not apply to this file". What an exception grants in many words holds such words itself.
    private bool IsTakenBack(ReadOnlySpan<byte> text, WordList words, Claim claim)
    {
        if (claim.Length > MostOfName) return false;
        for (var at = claim.End; at < Math.Min(words.Count, claim.End + Denying); at++)
        {
            if (Sentence.Ends(text, words, claim.End, at)) return false;
            if (denials.Contains(words.Numbers[at]) || ends.Contains(words.Numbers[at])) return true;
        }

        return false;
    }

    // Of an exception that something else is joined to already, a mere mention speaks of that: unless it stands right behind a licence.
    private static bool IsAnother(List<Claim> claims, Claim exception) =>
        claims.Exists(claim => claim.Expression.Contains($" WITH {exception.Expression}", StringComparison.Ordinal))
        && !claims.Exists(claim => claim.Expression.Length > 0 && !claim.IsException && exception.Start >= claim.End && exception.Start - claim.End <= Touching);

    private bool IsDenied(ReadOnlySpan<int> words, Claim claim)
    {
        foreach (var word in words[Math.Max(0, claim.Start - Denying)..claim.Start])
        {
            if (denials.Contains(word)) return true;
        }

        return false;
    }
}
