using System.Diagnostics.CodeAnalysis;
using Custodian.Licences.Packs;
using Custodian.Licences.Phrases;
using Custodian.Licences.Texts;
using Custodian.Licences.Words;

namespace Custodian.Licences;

/// <summary>
/// All that the engine knows of licences: their ids, their texts, and the phrases that speak of them. Never changes once made; safe for
/// any number of threads. Ids are there at once; all else is made for the first scanner.
/// </summary>
public sealed class LicenceIndex
{
    private static readonly Lazy<LicenceIndex> Embedded = new(() => new LicenceIndex(() => typeof(LicenceIndex).Assembly.GetManifestResourceStream("licences.idx")!));

    private readonly Lazy<Tables> tables;
    private readonly LicenceIndex? own;

    /// <param name="open">Opens what <see cref="IndexFile"/> wrote.</param>
    internal LicenceIndex(Func<Stream> open)
    {
        using var stream = open();
        Lists = IndexFile.ReadLists(stream);
        tables = new(() =>
        {
            using var whole = open();
            return new Tables(IndexFile.Read(whole));
        });
    }

    private LicenceIndex(LicenceIndex own, PackRules packs)
    {
        this.own = own;
        tables = own.tables;
        PackRules = packs;
        Lists = own.Lists with { Version = string.Join(" + ", [own.Version, .. packs.Contents.Select(pack => pack.Label)]) };
    }

    /// <summary>The data that came with the engine.</summary>
    public static LicenceIndex Shipped => Embedded.Value;

    /// <summary>
    /// Version of the data: that of SPDX's list, and the first 12 hex digits of the SHA-256 of everything compiled; then for each rule pack <c> + name@</c> and the
    /// first 12 of its digest.
    /// </summary>
    public string Version => Lists.Version;

    /// <summary>
    /// The same with each pack's digest in full. What was found with one index is another one's where both have this in common: for caches, not for people.
    /// </summary>
    public string Key => string.Join(" + ", [(own ?? this).Version, .. Packs.Select(pack => $"{pack.Name}@{pack.Digest}")]);

    /// <summary>The rule packs that it was made with, in their order; empty: none.</summary>
    public IReadOnlyList<RulePackContents> Packs => PackRules?.Contents ?? [];

    /// <summary>An index that knows all that this one knows, and what rule packs bring. For the same words this one's own rules count.</summary>
    /// <param name="packs">In the order in which their rules count; each name once.</param>
    /// <param name="index">The new one; null where a pack cannot be used.</param>
    /// <param name="mistakes">Everything that has to be mended, up to 100 of them; empty where there is an index.</param>
    /// <exception cref="ArgumentException">Two packs have the same name.</exception>
    /// <exception cref="InvalidOperationException">This one has packs already.</exception>
    public bool TryWith(IReadOnlyList<RulePack> packs, [NotNullWhen(true)] out LicenceIndex? index, out IReadOnlyList<RulePackMistake> mistakes)
    {
        if (PackRules is not null) throw new InvalidOperationException("Packs are given all at once.");
        if (packs.Select(pack => pack.Name).Distinct(StringComparer.Ordinal).Count() < packs.Count) throw new ArgumentException("Two packs have the same name.", nameof(packs));

        mistakes = [];
        index = packs.Count == 0 ? this : PackCompiler.Compile(this, packs, out mistakes) is { } compiled ? new(this, compiled) : null;
        return index is not null;
    }

    internal IndexLists Lists { get; }

    internal PackRules? PackRules { get; }

    internal WordTable Words => PackRules?.Words ?? tables.Value.Words;

    internal TextIndex Texts => tables.Value.Texts;

    internal PhraseGraph Graph => tables.Value.Graph;

    internal IReadOnlyList<(PhraseRule Rule, string Phrase)> Phrases => tables.Value.Phrases;

    /// <summary>Phrases that have a name.</summary>
    internal IReadOnlyDictionary<string, string> Names => tables.Value.Names;

    private sealed class Tables
    {
        public Tables(IndexData data)
        {
            foreach (var word in data.Words) Words.Add(word);
            Texts = new TextIndex(data.Texts);
            (Phrases, Names) = (data.Phrases, data.Names);
            var parser = new PhraseParser(Graph, Words, data.Names);
            for (var i = 0; i < data.Phrases.Count; i++) parser.Add(data.Phrases[i].Phrase, i);
        }

        public WordTable Words { get; } = new();

        public TextIndex Texts { get; }

        public PhraseGraph Graph { get; } = new();

        public IReadOnlyList<(PhraseRule Rule, string Phrase)> Phrases { get; }

        public IReadOnlyDictionary<string, string> Names { get; }
    }
}
