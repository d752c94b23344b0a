namespace Custodian.Licences.Texts;

/// <summary>A licence's text, or a notice long enough to be known by most of its words.</summary>
/// <param name="Expression">An SPDX expression.</param>
/// <param name="Kind">Full text or notice.</param>
/// <param name="Words">Its words' numbers, without title and copyright lines; 0 is a hole that a name fills.</param>
/// <param name="Soft">For each word, whether another one may stand in its place: a party's name.</param>
/// <param name="Required">Names of which one has to be there: the licence of a single party. Empty: none.</param>
/// <param name="Common">True for a licence that is met everywhere, of which others are variants.</param>
/// <param name="Source">Where it comes from, for people.</param>
internal sealed record TextRule(string Expression, FindingKind Kind, int[] Words, bool[] Soft, int[] Required, bool Common, string Source)
{
    /// <summary>How many words more it may differ than a rare licence before that one is believed.</summary>
    public int Usual => Common ? 15 : 0;

    /// <summary>The rule pack that it comes from; null: the engine's own data.</summary>
    public string? Pack { get; init; }

    /// <summary>The share of its words that has to be there, where it says so itself; 0: as for any text of its length.</summary>
    public double LeastShare { get; init; }

    /// <summary>Stretches, from and to, that have to be there word for word.</summary>
    public IReadOnlyList<(int From, int To)> Fixed { get; init; } = [];

    /// <summary>How many of its words have to be there.</summary>
    public int Hard { get; } = Soft.Count(soft => !soft);
}
