namespace Custodian.Licences.Texts;

/// <summary>A licence's text found among a file's words.</summary>
/// <param name="Rule">Which text.</param>
/// <param name="Start">Its first word in the file.</param>
/// <param name="End">The word after its last one.</param>
/// <param name="Matched">How many of the licence's words are there, in order; names among them.</param>
/// <param name="Missing">How many are not, without names.</param>
/// <param name="Added">How many of the file's words between them are none of the licence's, nor in the place of a name.</param>
/// <param name="Changes">What differs: from and to in the file, from and to in the licence.</param>
internal sealed record TextMatch(TextRule Rule, int Start, int End, int Matched, int Missing, int Added, IReadOnlyList<(int Start, int End, int From, int To)> Changes)
{
    // A rare licence, word for word, is that one.
    private const int Exactly = 20;

    // One text is likelier than two that together say the same.
    private const int Another = 40;

    public double Score => Matched == 0 ? 0 : (double)Matched / (Matched + Missing + (Added / 2.0));

    /// <summary>What the match says for its licence against others that overlap it.</summary>
    public int Worth => Matched - Missing - Added + (Missing + Added == 0 ? Exactly : Rule.Usual) - Another;
}
