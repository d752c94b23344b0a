using Custodian.Licences.Phrases;
using Custodian.Licences.Texts;
using Custodian.Licences.Words;

namespace Custodian.Licences.Packs;

/// <summary>What rule packs bring to an index.</summary>
/// <param name="Words">The engine's own words, and those of the packs.</param>
/// <param name="Graph">All phrases; what one of them accepts is the number of its rule.</param>
/// <param name="Rules">In the order in which they count.</param>
/// <param name="Texts">All texts.</param>
/// <param name="Contents">What was taken of each pack.</param>
internal sealed record PackRules(WordTable Words, PhraseGraph Graph, IReadOnlyList<PhraseRule> Rules, TextIndex Texts, IReadOnlyList<RulePackContents> Contents);
