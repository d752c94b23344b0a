using System.Text;
using Custodian.Licences.Phrases;
using Custodian.Licences.Reading;
using CsCheck;
using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>The keywords decide what is read at all: nothing that the engine knows may be without one.</summary>
public sealed class KeywordTests
{
    [Fact]
    public void Every_phrase_holds_one()
    {
        var index = LicenceIndex.Shipped;
        var without = new List<string>();
        foreach (var (rule, phrase) in index.Phrases)
        {
            // These count only beside a word of licensing, or beside a licence.
            if ((rule.Needs & (PhraseNeeds.Context | PhraseNeeds.Ignored | PhraseNeeds.Field | PhraseNeeds.Choice | PhraseNeeds.Alternative)) != 0) continue;
            var graph = new PhraseGraph();
            new PhraseParser(graph, index.Words, index.Names).Add(phrase, 0);
            if (KeywordlessPath.In(graph, index.Words, int.MaxValue) is { } words) without.Add($"{rule.Source}: {words}");
        }

        Assert.True(without.Count == 0, $"{without.Count} without a keyword:\n{string.Join('\n', without.Distinct().Take(60))}");
    }

    [Fact]
    public void Every_text_holds_one_wherever_it_is_read_from()
    {
        var none = Samples.SpdxTexts.Where(licence => licence.Key != "any-OSI" && !Keywords.In(licence.Value)).Select(licence => licence.Key);

        Assert.Empty(none);
    }

    [Theory]
    [InlineData("LICENSE", true)]
    [InlineData("xxGPLxx", true)]
    [InlineData("MPL 2", true)]
    [InlineData("simple", false)]
    [InlineData("ライセンス", true)]
    [InlineData("nothing of the kind", false)]
    [InlineData("li", false)]
    public void It_is_found_in_any_case_and_place(string text, bool found)
    {
        foreach (var before in Enumerable.Range(0, 70).Concat([4096]))
        {
            Assert.Equal(found, Keywords.In(new string('.', before) + text));
            Assert.Equal(found, Keywords.In(new string('.', before) + text + new string('.', 100)));
        }
    }

    [Fact]
    public void The_fast_search_finds_what_a_plain_one_finds() => Gen.String[Gen.Char["LICENligpbsdcryht \n"], 0, 300].Sample(
        text =>
        {
            var hits = new List<(int From, int To)>();
            Keywords.Find(Encoding.ASCII.GetBytes(text), hits);
            string[] plain = ["licen", "gpl", "bsd"];
            if (plain.Any(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))) Assert.NotEmpty(hits);
            foreach (var (from, to) in hits) Assert.True(from >= 0 && from <= to && to < text.Length);
        },
        iter: 2000, threads: 1);
}
