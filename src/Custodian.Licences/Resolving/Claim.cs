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

    public bool Is(PhraseNeeds need) => (Needs & need) != 0;
}
