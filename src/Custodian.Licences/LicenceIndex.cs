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

    /// <summary>The data that came with the engine.</summary>
    public static LicenceIndex Shipped => Embedded.Value;

    /// <summary>Version of the data: that of SPDX's list, and the first 12 hex digits of the SHA-256 of everything compiled.</summary>
    public string Version => Lists.Version;

    internal IndexLists Lists { get; }

    internal WordTable Words => tables.Value.Words;

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
