using Xunit;

namespace Custodian.Licences.Tests.Packs;

/// <summary>Licences and rules in the form that ScanCode documents; every one of them was written here.</summary>
public sealed class ScanCodeFormatTests
{
    private const string Apache = "---\nkey: apache-2.0\nspdx_license_key: Apache-2.0\n---\n";
    private const string Gpl = "---\nkey: gpl-2.0-plus\nspdx_license_key: GPL-2.0+\n---\n";
    private const string Classpath = "---\nkey: cpe\nis_exception: yes\nspdx_license_key: Classpath-exception-2.0\n---\n";
    private const string Newer = "---\nkey: newer_one\nspdx_license_key: Newer-9.9\nother_spdx_license_keys:\n  - Zlib\n---\n";
    private const string Nameless = "---\nkey: 'barts_house'\n---\n";
    private const string Unknown = "---\nkey: unknown\nis_unknown: yes\nspdx_license_key: LicenseRef-scancode-unknown\n---\n";

    [Theory]
    [InlineData("license_expression: apache-2.0", "Apache-2.0")]
    [InlineData("license_expression: APACHE-2.0 or (gpl-2.0-plus with cpe and newer_one)", "Apache-2.0 OR GPL-2.0-or-later WITH Classpath-exception-2.0 AND Zlib")]
    [InlineData("license_expression: barts_house", "LicenseRef-barts-house")]
    [InlineData("license_expression: apache-2.0 AND\n    gpl-2.0-plus   # both", "Apache-2.0 AND GPL-2.0-or-later")]
    [InlineData("license_expression: unknown", "")]
    public void Keys_become_what_SPDX_calls_them(string expression, string spdx)
    {
        var index = Index(("a.RULE", PackSamples.Rule($"{expression}\nis_license_notice: yes\nrelevance: 90\nreferenced_filenames:\n    - COPYING", "the usual licence of the house")));

        var scan = PackSamples.Scan(index, "# Under the usual licence of the house\n");

        var finding = Assert.Single(scan.Findings);
        Assert.Equal((spdx, "ours", spdx.Length > 0 ? FindingKind.Notice : FindingKind.Unknown), (finding.Expression, finding.Pack, finding.Kind));
    }

    [Theory]
    [InlineData("is_license_text: yes", "the words of the licence", FindingKind.FullText)]
    [InlineData("is_license_notice: 'yes'", "the words of the licence", FindingKind.Notice)]
    [InlineData("is_license_tag: \"true\"", "the words of the licence", FindingKind.Tag)]
    [InlineData("is_license_reference: yes", "the words of the licence", FindingKind.NameReference)]
    [InlineData("is_required_phrase: yes", "the words of the licence", FindingKind.NameReference)]
    [InlineData("is_license_reference: yes", "http://example.org/licence", FindingKind.UrlReference)]
    public void What_a_rule_is_says_what_its_finding_rests_on(string flag, string text, FindingKind kind)
    {
        var index = Index(("a.RULE", PackSamples.Rule($"license_expression: apache-2.0\n{flag}", text)));

        Assert.Equal(kind, Assert.Single(PackSamples.Scan(index, $"# {text}\n").Findings).Kind);
    }

    [Fact]
    public void A_false_positive_takes_away_what_a_pack_finds_within_it()
    {
        var index = Index(
            ("a.RULE", PackSamples.Rule("is_false_positive: yes", "see the harbour license of nobody and the MIT license")),
            ("b.RULE", PackSamples.Rule("license_expression: apache-2.0\nis_license_notice: yes", "see the harbour license of nobody")));

        Assert.Equal(["Apache-2.0"], PackSamples.Scan(index, "See the harbour license of nobody.\n").Licences());
        Assert.Equal(["MIT"], PackSamples.Scan(index, "See the harbour license of nobody and the MIT license.\n").Licences());
    }

    [Fact]
    public void What_cannot_or_need_not_be_found_is_left_out_and_counted()
    {
        var pack = Index(
            ("a.RULE", PackSamples.Rule("license_expression: apache-2.0\nis_license_notice: yes\nis_deprecated: yes", "the words of the licence")),
            ("b.RULE", PackSamples.Rule("license_expression: apache-2.0\nis_license_notice: yes", "no such word here")),
            ("c.RULE", PackSamples.Rule("license_expression: apache-2.0\nis_license_clue: yes", "the words of the licence")),
            ("d.RULE", PackSamples.Rule("license_expression: apache-2.0\nis_license_intro: yes", "the words of the licence"))).Packs[0];

        Assert.Equal((0, 0), (pack.Phrases, pack.Texts));
        Assert.Equal(
            [("are clues or introductions, which put nothing under a licence", 2), ("are deprecated", 1), ("have no text", 6), ("hold none of the words by which licences are found", 1)],
            pack.LeftOut.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Required_words_coverage_and_continuity_are_kept_to()
    {
        const string Head = "license_expression: apache-2.0\nis_license_notice: yes";
        var body = PackSamples.Body;
        var marked = body.Replace("Barts Health", "{{Barts Health}}", StringComparison.Ordinal);
        var other = body.Replace("Barts Health", "Guys Health", StringComparison.Ordinal);
        var changed = body.Replace("month", "week", StringComparison.Ordinal);

        Assert.Equal(["Apache-2.0"], Ids(Head, marked, body));
        Assert.Equal(["Apache-2.0"], Ids(Head, marked, changed));
        Assert.Equal(["Apache-2.0"], Ids(Head, body, other));
        Assert.Empty(Ids(Head, marked, other));
        Assert.Equal(["Apache-2.0"], Ids(Head + "\nminimum_coverage: 90", body, changed));
        Assert.Empty(Ids(Head + "\nminimum_coverage: 99", body, changed));
        Assert.Empty(Ids(Head + "\nminimum_coverage: 100", body, changed));
        Assert.Empty(Ids(Head + "\nis_continuous: yes", body, changed));
        Assert.Equal(["Apache-2.0"], Ids(Head + "\nis_continuous: yes", body, body));
    }

    [Fact]
    public void A_bare_word_is_a_name_only_beside_a_word_of_licensing()
    {
        var index = Index(("a.RULE", PackSamples.Rule("license_expression: barts_house\nis_license_reference: yes", "NASA BARTS")));

        Assert.Equal(["LicenseRef-barts-house"], PackSamples.Scan(index, "License: NASA BARTS\n").Licences());
        Assert.Empty(PackSamples.Scan(index, "nobody at NASA Barts knows\n").Licences());
    }

    [Theory]
    [InlineData("license_expression: nobody\nis_license_notice: yes", "x licence", "ours/z.RULE:2: 'license_expression' cannot be used: no .LICENSE file of the pack has the key 'nobody'")]
    [InlineData("license_expression: apache-2.0 and\nis_license_notice: yes", "x licence", "ours/z.RULE:2: 'license_expression' cannot be used: a licence is missing at the end")]
    [InlineData("is_license_notice: yes", "x licence", "ours/z.RULE:1: the rule has no 'license_expression'")]
    [InlineData("license_expression: apache-2.0", "x licence", "ours/z.RULE:1: the rule does not say what it is")]
    [InlineData("license_expression: apache-2.0\nis_license_notice: perhaps", "x licence", "ours/z.RULE:3: 'is_license_notice' is neither yes nor no")]
    [InlineData("license_expression: apache-2.0\nis_license_notice: yes\nminimum_coverage: 101", "x licence", "ours/z.RULE:4: 'minimum_coverage' is no whole number from 0 to 100")]
    [InlineData("license_expression: apache-2.0\nlicense_expression: apache-2.0\nis_license_notice: yes", "x licence", "ours/z.RULE:3: 'license_expression' stands here twice")]
    [InlineData("license_expression: &a [apache-2.0]\nis_license_notice: yes", "x licence", "ours/z.RULE:2: 'license_expression' must be a plain text")]
    [InlineData("license_expression: *a\nis_license_notice: yes", "x licence", "ours/z.RULE:2: 'license_expression' must be a plain text")]
    [InlineData("license_expression: |\n  apache-2.0\nis_license_notice: yes", "x licence", "ours/z.RULE:2: 'license_expression' must be a plain text")]
    [InlineData("what is this\nlicense_expression: apache-2.0\nis_license_notice: yes", "x licence", "ours/z.RULE:2: this is no line 'key: value'")]
    [InlineData("license_expression: apache-2.0\nis_license_notice: yes", "", "ours/z.RULE:4: the rule has no text")]
    [InlineData("license_expression: apache-2.0\nis_license_notice: yes", "x {{licence", "ours/z.RULE:6: the text opens '{{' and '}}' otherwise than in pairs")]
    public void A_mistake_is_told_with_its_line_and_its_mend(string head, string text, string mistake) =>
        Assert.Contains(PackSamples.Mistakes(("a.LICENSE", Apache), ("z.RULE", PackSamples.Rule(head, text))), told => told.StartsWith(mistake, StringComparison.Ordinal));

    [Fact]
    public void Licences_have_one_key_each()
    {
        Assert.Equal(["ours/b.LICENSE:2: another licence has the key 'apache-2.0': correct one of them."], PackSamples.Mistakes(("a.LICENSE", Apache), ("b.LICENSE", Apache)));
        Assert.Equal(["ours/a.LICENSE:1: the licence has no 'key': write the one by which rules name it."], PackSamples.Mistakes(("a.LICENSE", "---\nname: a\n---\n")));
        Assert.Equal(["ours/a.RULE:1: the file does not begin with keys and values between two lines '---': write them, license_expression or key among them."], PackSamples.Mistakes(("a.RULE", "---\nlicense_expression: mit\n")));
    }

    private static IReadOnlyList<string> Ids(string head, string rule, string text) => PackSamples.Scan(Index(("a.RULE", PackSamples.Rule(head, rule))), text).Licences();

    [Fact]
    public void Two_licences_that_become_one_reference_are_told()
    {
        static RulePack Of(string pack, params string[] heads) => PackSamples.Named(pack, [.. heads.Select((head, at) => ($"{at}.LICENSE", PackSamples.Rule(head, PackSamples.Body)))]);
        static string[] Told(params RulePack[] packs) => LicenceIndex.Shipped.TryWith(packs, out _, out var mistakes) ? [] : [.. mistakes.Select(mistake => mistake.ToString())];
        const string Written = "\nspdx_license_key: LicenseRef-foo-bar";

        Assert.Equal(
            ["one/1.LICENSE:2: the key 'foo-bar' becomes LicenseRef-foo-bar, as does 'foo_bar' in one/0.LICENSE: write another id as 'spdx_license_key', or this one in both."],
            Told(Of("one", "key: foo_bar", "key: foo-bar")));
        Assert.Contains("as does 'foo' in one/0.LICENSE", Assert.Single(Told(Of("one", "key: foo"), Of("two", "key: foo"))), StringComparison.Ordinal);
        Assert.Single(Told(Of("one", "key: foo_bar" + Written, "key: foo-bar")));
        Assert.Empty(Told(Of("one", "key: foo_bar" + Written, "key: other" + Written), Of("two", "key: foo-bar" + Written)));
        Assert.Empty(Told(Of("one", "key: mit\nspdx_license_key: MIT"), Of("two", "key: mit\nspdx_license_key: MIT", "key: foo")));
    }

    private static LicenceIndex Index(params (string, string)[] rules) => PackSamples.Index(
        [("1.LICENSE", Apache), ("2.LICENSE", Gpl), ("3.LICENSE", Classpath), ("4.LICENSE", Newer), ("5.LICENSE", Nameless), ("6.LICENSE", Unknown), .. rules]);
}
