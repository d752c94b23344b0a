using System.Text;
using Xunit;

namespace Custodian.Licences.Tests.Packs;

/// <summary>A pack as large as the largest that anybody has: 36,000 rules and 2,000 licences, drawn by lot.</summary>
public sealed class LargePackTests
{
    [Fact]
    public void Tens_of_thousands_of_rules_are_taken_and_each_is_found()
    {
        var (pack, samples) = Draw(rules: 36_000, licences: 2_000);

        var index = PackSamples.Index(pack);

        Assert.Equal(38_000, index.Packs[0].Phrases + index.Packs[0].Texts);
        var scanner = new LicenceScanner(index);
        Assert.All(samples, sample => Assert.Contains(scanner.Scan(Encoding.UTF8.GetBytes($"# {sample.Text}\n")).Findings, finding => finding.Pack == "ours" && finding.Expression == sample.Expression));
        Assert.Equal(["MIT"], scanner.Scan(Encoding.UTF8.GetBytes(Samples.SpdxTexts["MIT"])).Licences());
    }

    [Fact]
    public void More_than_there_is_room_for_is_refused()
    {
        var (pack, _) = Draw(rules: 50_001, licences: 1);

        Assert.False(LicenceIndex.Shipped.TryWith([pack], out _, out var mistakes));
        Assert.Equal("ours: all packs together have more than 50,000 rules: take some away.", Assert.Single(mistakes).ToString());
    }

    /// <summary>Rules from four words to some hundreds, of a vocabulary in which few words are frequent.</summary>
    internal static (RulePack Pack, IReadOnlyList<(string Text, string Expression)> Samples) Draw(int rules, int licences)
    {
        var random = new Random(11);
        string[] vocabulary = [.. Enumerable.Range(0, 30_000).Select(word => string.Concat(Enumerable.Range(0, 3 + (word % 6)).Select(_ => (char)('a' + random.Next(26)))))];
        string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => vocabulary[(int)(vocabulary.Length * Math.Pow(random.NextDouble(), 4))]));

        var files = new List<(string, string)>();
        var samples = new List<(string, string)>();
        for (var key = 0; key < licences; key++) files.Add(($"licenses/k{key}.LICENSE", PackSamples.Rule($"key: k{key}\nname: Licence {key}\nspdx_license_key: LicenseRef-k{key}", $"license {key} {Words(random.Next(100, 2000))}")));
        for (var rule = 0; rule < rules; rule++)
        {
            var length = rule % 3 == 0 ? random.Next(40, 300) : random.Next(2, 40);
            var text = $"license {Words(length)} {rule}";
            files.Add(($"rules/r{rule}.RULE", PackSamples.Rule($"license_expression: k{rule % licences}\nis_license_{(rule % 2 == 0 ? "notice" : "text")}: yes\nrelevance: 100", text)));
            if (rule % 900 == 0) samples.Add((text, $"LicenseRef-k{rule % licences}"));
        }

        return (PackSamples.Pack([.. files]), samples);
    }
}
