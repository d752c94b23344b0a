using Custodian.Licences.Phrases;

namespace Custodian.Licences.Packs;

/// <summary>A rule as ScanCode's format has it, read and found in order.</summary>
/// <param name="Rule">What it stands for; its source is file and line.</param>
/// <param name="Text">The words to look for, <c>{{…}}</c> around what must be there.</param>
/// <param name="LeastShare">The share of its words that has to be there; 0: as for any text of its length.</param>
/// <param name="IsExact">True: every word, one after another.</param>
internal sealed record PackRule(PhraseRule Rule, string Text, double LeastShare, bool IsExact);
