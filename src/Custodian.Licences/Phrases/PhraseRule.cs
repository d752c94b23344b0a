namespace Custodian.Licences.Phrases;

/// <summary>What a phrase, once met, stands for.</summary>
/// <param name="Expression">An SPDX expression; empty for phrases that are passed over and for unknown licences.</param>
/// <param name="Kind">What its finding rests on.</param>
/// <param name="Needs">What else has to be there before it counts.</param>
/// <param name="Source">File and line that it stands in, for people.</param>
internal sealed record PhraseRule(string Expression, FindingKind Kind, PhraseNeeds Needs, string Source)
{
    /// <summary>The rule pack that it comes from; null: the engine's own data.</summary>
    public string? Pack { get; init; }
}
