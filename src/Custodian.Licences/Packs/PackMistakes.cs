namespace Custodian.Licences.Packs;

/// <summary>Everything that has to be mended in rule packs, and what was passed over without harm.</summary>
internal sealed class PackMistakes
{
    private const int Most = 100;

    private readonly List<RulePackMistake> all = [];
    private readonly SortedDictionary<string, int> leftOut = new(StringComparer.Ordinal);
    private string pack = "";

    public IReadOnlyList<RulePackMistake> All => all;

    /// <summary>More would help nobody: reading may end.</summary>
    public bool AreMany => all.Count >= Most;

    /// <summary>What follows is about another pack.</summary>
    public void Begin(string name)
    {
        pack = name;
        leftOut.Clear();
    }

    public void Add(string file, int line, string text)
    {
        if (!AreMany) all.Add(new(pack, Printable(file), line, Printable(text)));
    }

    /// <summary>One more rule that cannot be used, and need not be.</summary>
    /// <param name="why">Why, as the rest of "3 that …".</param>
    public void LeaveOut(string why) => leftOut[why] = leftOut.GetValueOrDefault(why) + 1;

    public IReadOnlyDictionary<string, int> LeftOut() => new Dictionary<string, int>(leftOut);

    // What is quoted was written by nobody knows whom.
    private static string Printable(string text) => string.Concat(text.Take(400).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter));
}
