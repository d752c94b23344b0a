using System.Text;
using CsCheck;
using Xunit;

namespace Custodian.Licences.Tests.Packs;

/// <summary>What holds of every pack.</summary>
public sealed class RulePackProperties
{
    private static readonly string[] Vocabulary = ["license", "copyright", "barts", "health", "the", "of", "may", "be", "used", "gpl", "2.0", "nobody"];

    private static readonly Gen<string> Word = Gen.Int[0, Vocabulary.Length - 1].Select(at => Vocabulary[at]);

    // Well-formed: words, choices, what may be missing, gaps.
    private static readonly Gen<string> Part = Gen.OneOf(
        Word, Word, Word,
        Gen.Select(Word, Word, (one, other) => $"({one}|{other} {one})"),
        Word.Select(word => $"[{word}]"),
        Gen.Int[1, 9].Select(gap => $"..{gap}"));

    private static readonly Gen<string> Phrase = Part.Array[1, 6].Select(parts => "license " + string.Join(' ', parts));

    private static readonly Gen<string> Anything = Gen.String[Gen.Char["abc lice()[]|@.0123= :\n#{}-&*!>"], 0, 400];

    private static readonly Gen<byte[]> Text = Word.Array[0, 300].Select(words => Encoding.UTF8.GetBytes(string.Join(' ', words)));

    [Fact]
    public void Whatever_is_written_in_a_pack_it_is_taken_or_refused() => Gen.Select(Anything, Gen.Int[0, 2], Gen.Bool, (text, kind, head) => (text, kind, head)).Sample(
        drawn =>
        {
            var text = drawn.head ? (drawn.kind == 0 ? "== LicenseRef-x : notice\n" : "---\nkey: a\nlicense_expression: a\nis_license_notice: yes\n---\n") + drawn.text : drawn.text;
            var taken = LicenceIndex.Shipped.TryWith([PackSamples.Pack(($"a{new[] { ".txt", ".LICENSE", ".RULE" }[drawn.kind]}", text))], out var index, out var mistakes);

            Assert.Equal(taken, mistakes.Count == 0);
            Assert.All(mistakes, mistake => Assert.EndsWith(".", mistake.Text, StringComparison.Ordinal));
            if (taken) Assert.NotNull(new LicenceScanner(index!).Scan(Encoding.UTF8.GetBytes("Licensed under the GPL 2.0 license.\n" + text)));
        },
        iter: 300, threads: 1);

    [Fact]
    public void A_file_says_the_same_whatever_was_scanned_or_remembered_before() => Gen.Select(Phrase.Array[1, 8], Text.Array[1, 6], (phrases, texts) => (phrases, texts)).Sample(
        drawn =>
        {
            var index = PackSamples.Index(
                ("a.txt", "== LicenseRef-x : notice\n" + string.Join('\n', drawn.phrases)),
                ("b.RULE", PackSamples.Rule("is_false_positive: yes", drawn.phrases[0].Replace('|', ' '))));
            var (kept, remembering) = (new LicenceScanner(index), new LicenceScanner(index, new LicenceMemo()));
            foreach (var body in drawn.texts.Concat(drawn.texts))
            {
                byte[] text = [.. "/* "u8, .. body, .. " */\n"u8];
                var told = PackSamples.Told(new LicenceScanner(index).Scan(text));
                Assert.Equal(told, PackSamples.Told(kept.Scan(text)));
                Assert.Equal(told, PackSamples.Told(remembering.Scan(text)));
            }
        },
        iter: 40, threads: 1);

    [Fact]
    public void The_words_of_a_phrase_are_found_wherever_they_stand() => Gen.Select(Word.Array[2, 8], Word.Array[0, 30], Word.Array[0, 30], (phrase, before, after) => (phrase, before, after)).Sample(
        drawn =>
        {
            var words = "barts license " + string.Join(' ', drawn.phrase);
            var index = PackSamples.Index(("b.LICENSE", "---\nkey: b\n---\n"), ("a.RULE", PackSamples.Rule("license_expression: b\nis_license_notice: yes", words)));

            var scan = PackSamples.Scan(index, $"{string.Join(' ', drawn.before)} nobody knows\n{words.ToUpperInvariant()}\nnobody knows {string.Join(' ', drawn.after)}");

            Assert.Contains(scan.Findings, finding => finding is { Pack: "ours", Expression: "LicenseRef-b" } && finding.StartLine <= 2 && finding.EndLine >= 2);
        },
        iter: 60, threads: 1);
}
