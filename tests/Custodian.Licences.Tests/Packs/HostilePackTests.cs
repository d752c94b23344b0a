using System.Text;
using CsCheck;
using Custodian.Licences.Phrases;
using Xunit;

namespace Custodian.Licences.Tests.Packs;

/// <summary>Whatever a pack holds, it is refused in a sentence, or what it costs to use is bounded, and the same for the same file.</summary>
public sealed class HostilePackTests
{
    private const string Head = "== LicenseRef-x : notice\n";

    public static TheoryData<string, string, string> Refused { get; } = new()
    {
        { "names within names", Powers(30, "@n{0} @n{0}", "license"), "too large" },
        { "names of blanks within names", Powers(30, "@n{0},@n{0}", new string(',', 4000) + "license"), "too large" },
        { "gaps within names", Powers(12, "@n{0} ..60 @n{0}", "license ..60"), "too large" },
        { "a name within itself", "@a = license @b\n@b = @a\n" + Head + "@a\n", "nested too deep" },
        { "a gap first", Head + "..8 license\n", "begins with a gap" },
        { "a gap that may be first", Head + "[of ..3] [..8] license\n", "begins with a gap" },
        { "a gap of millions", Head + "license ..99999999999 a\n", "a gap is of 1 to 60 words" },
        { "brackets in brackets", Head + new string('(', 3000) + "license" + new string(')', 3000) + "\n", "nested too deep" },
        { "an open bracket", Head + "license " + new string('[', 4000) + "\n", "never closed" },
        { "a line without end", Head + "license " + new string('a', 200_000) + "\n", "at most 10,000 characters" },
        { "a word without end", Head + "license " + new string('a', 100) + "\n", "more than 64 letters" },
        { "loops within loops", "== LicenseRef-x : notice" + string.Concat(Enumerable.Range(0, 9).Select(loop => $" : {(char)('A' + loop)} in 1 2 3 4 5 6 7 8 9")) + "\nlicense\n", "rounds" },
        { "variables within variables", "== LicenseRef-x : notice : A in " + string.Concat(Enumerable.Repeat("{B}", 900)) + " : B in " + string.Concat(Enumerable.Repeat("{C}", 900)) + " : C in " + new string('c', 900) + "\nlicense {A}\n", "with its loops" },
        { "headings upon headings", string.Concat(Enumerable.Repeat("== LicenseRef-{A}-{B} : notice : A in " + string.Join(' ', Enumerable.Range(0, 99)) + " : B in " + string.Join(' ', Enumerable.Range(0, 99)) + "\n", 200)), "all headings" },
        { "no keyword", Head + "the words of nobody\n", "holds none of the words" },
        { "no keyword on one way", Head + "(license|agreement) of nobody\n", "'agreement of nobody' holds none" },
        { "no words", Head + "[]\n", "no words" },
        { "tuning", "== MIT : requires\nMIT massachusetts\n", "for the engine's own data" },
        { "a choice", "== - : unknown choice\nlicensed under one of\n", "'choice' and 'alternative' are for the engine's own data" },
        { "an alternative", "== - : unknown alternative\nor under the license\n", "'choice' and 'alternative' are for the engine's own data" },
        { "a kind of nobody", "== MIT : notize\n", "use notice, name, url, tag, text, unknown, no-grant or ignore, and short, field or bare after it" },
        { "an id of nobody", "== Nobody-1.0 : notice\nlicense\nother license\n", "SPDX's list" },
        { "no heading", "license\n", "write one first" },
    };

    [Fact]
    public void A_pack_of_nothing_is_refused() => Assert.Equal(["ours: the pack holds no rules: files whose names end in .txt, .LICENSE or .RULE."], PackSamples.Mistakes());

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_phrase_file_that_cannot_be_used_is_refused_in_a_sentence(string kind, string text, string why)
    {
        var mistakes = PackSamples.Mistakes(("a.txt", text));

        Assert.True(mistakes.Any(mistake => mistake.StartsWith("ours/a.txt", StringComparison.Ordinal) && mistake.Contains(why, StringComparison.Ordinal) && mistake.EndsWith('.')), $"{kind}: {string.Join('\n', mistakes)}");
        Assert.All(mistakes, mistake => Assert.True(mistake.Length < 500));
    }

    [Fact]
    public void Every_mistake_is_told_at_once_in_the_order_of_the_files_and_a_hundred_are_enough()
    {
        var mistakes = PackSamples.Mistakes(("a.txt", "license\n== MIT : notize\nlost\nlost\n== MIT : notice\nlicense (\n@a = b\n@a = c\n"), ("b.RULE", "x"), ("c.txt", "== Nobody : notice\n"));

        Assert.Equal(["ours/a.txt:1", "ours/a.txt:2", "ours/a.txt:8", "ours/c.txt:1", "ours/a.txt:6", "ours/b.RULE:1"], mistakes.Select(mistake => mistake.Split(": ")[0]));
        Assert.Equal(100, PackSamples.Mistakes(("a.txt", string.Concat(Enumerable.Repeat("license\n", 90))), ("b.txt", string.Concat(Enumerable.Repeat("license\n", 900)))).Count);
    }

    [Fact]
    public void Files_that_are_none_of_a_pack_are_refused()
    {
        static string Told(byte[] bytes, string path = "a.txt")
        {
            Assert.False(LicenceIndex.Shipped.TryWith([new RulePack("ours", [new RulePackFile(path, bytes)])], out _, out var mistakes));
            return Assert.Single(mistakes).ToString();
        }

        Assert.Equal("ours/a.txt: the file has more than 1 MiB: make several of it.", Told(new byte[10 << 20]));
        Assert.Equal("ours/a.txt: the file is no text: take it away.", Told([1, 0, 2]));
        Assert.Equal("ours/a.txt: the file is no UTF-8: save it as UTF-8.", Told([0xFF, 0xC3, 0x28]));
        Assert.Equal("ours/a?b.txt: the file's name has a line break or control character in it: rename it.", Told([], "a\nb.txt"));
    }

    [Fact]
    public void A_text_of_one_endless_line_is_a_text_like_any_other()
    {
        var words = string.Join(' ', Enumerable.Range(0, 60_000).Select(word => $"license{word}"));

        Assert.Equal(1, PackSamples.Index(("a.LICENSE", PackSamples.Rule("key: a", words[..(1 << 19)]))).Packs[0].Texts);
        Assert.Contains("more than 65,535 words", Assert.Single(PackSamples.Mistakes(("a.LICENSE", PackSamples.Rule("key: a", string.Join(' ', Enumerable.Repeat("gpl", 70_000)))))), StringComparison.Ordinal);
    }

    // A table whose words all have one place would be walked through for each word of each file.
    [Fact]
    public void Words_that_were_made_to_have_one_place_are_refused()
    {
        var words = new StringBuilder("license ");
        var found = 0;
        for (var word = 0; found < 400; word++)
        {
            var hash = 2166136261u;
            foreach (var letter in $"w{word}") hash = (hash ^ letter) * 16777619;
            if (((hash ^ (hash >> 15)) & 0xFFFF) is > 7 or 0) continue;
            words.Append($"w{word} ");
            found++;
        }

        Assert.EndsWith("its words are such that no table can be made of them: leave it out.", Assert.Single(PackSamples.Mistakes(("a.LICENSE", PackSamples.Rule("key: a", words.ToString())))), StringComparison.Ordinal);
    }

    // What such phrases lead to would be more states than could ever be kept.
    [Fact]
    public void A_file_that_asks_too_much_of_a_pack_is_unreadable_whatever_was_scanned_before()
    {
        var index = PackSamples.Index(("a.txt", Head + string.Concat(Enumerable.Range(0, 60).Select(gap => $"license [a] ..60 {(char)('a' + (gap % 9))} ..60 b [c] ..60 (c|d|e {gap}) ..60 end{gap}\n"))));
        var random = new Random(5);
        var text = new StringBuilder();
        for (var word = 0; word < 200_000; word++) text.Append(random.Next(12) == 0 ? "license" : $"{(char)('a' + random.Next(9))}").Append(' ');
        var hostile = Encoding.ASCII.GetBytes(text.ToString());
        byte[] harmless = [.. "// For internal use, license a b c d e f g.\n"u8];
        var fresh = new LicenceScanner(index).Scan(hostile);

        var scanner = new LicenceScanner(index);
        foreach (var length in new[] { 1000, 5000, 20_000, 100_000 }) scanner.Scan(hostile.AsSpan(0, length));

        Assert.Equal((FileClass.Unreadable, PackSamples.Told(fresh)), (fresh.Class, PackSamples.Told(scanner.Scan(hostile))));
        Assert.Equal(PackSamples.Told(new LicenceScanner(index).Scan(harmless)), PackSamples.Told(scanner.Scan(harmless)));
    }

    // So a turn ends at one word, the same for one who knows all states as for one who knows none.
    [Fact]
    public void What_a_turn_makes_is_counted_alike_whatever_is_known() => Gen.Int[0, 5].Array[1, 400].Sample(
        drawn =>
        {
            int[] words = [.. drawn.Select(word => Words[word])];
            Known.Start();
            var fresh = new PhraseMatcher(Graph, LicenceIndex.Shipped.Words.Count);
            for (var at = 0; at < words.Length; at++)
            {
                Assert.Equal((fresh.Longest(words.AsSpan(at), out var length, out var looked), length, looked), (Known.Longest(words.AsSpan(at), out length, out looked), length, looked));
                Assert.Equal(fresh.Made, Known.Made);
            }
        },
        iter: 200, threads: 1);

    private static readonly PhraseGraph Graph = GraphOf("license a [b] ..6 c", "license ..4 b ..4 [a] c", "a (b|c|a b) ..3 license", "c");
    private static readonly PhraseMatcher Known = new(Graph, LicenceIndex.Shipped.Words.Count);
    private static readonly int[] Words = [0, .. new[] { "license", "a", "b", "c", "the" }.Select(word => LicenceIndex.Shipped.Words.Find(Encoding.ASCII.GetBytes(word)))];

    private static PhraseGraph GraphOf(params string[] phrases)
    {
        var graph = new PhraseGraph();
        var parser = new PhraseParser(graph, LicenceIndex.Shipped.Words, new Dictionary<string, string>());
        for (var rule = 0; rule < phrases.Length; rule++) parser.Add(phrases[rule], rule);
        return graph;
    }

    // A name that holds the one before it twice.
    private static string Powers(int levels, string twice, string first) =>
        $"@n0 = {first}\n" + string.Concat(Enumerable.Range(0, levels).Select(level => $"@n{level + 1} = {twice.Replace("{0}", $"{level}", StringComparison.Ordinal)}\n")) + Head + $"license @n{Math.Min(levels, 20)}\n";
}
