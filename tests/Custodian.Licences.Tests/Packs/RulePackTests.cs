using System.Text;
using Xunit;

namespace Custodian.Licences.Tests.Packs;

/// <summary>What packs bring, and what they leave as it is.</summary>
public sealed class RulePackTests
{
    [Fact]
    public void A_licence_that_only_a_trust_knows_is_found_and_the_pack_is_named()
    {
        var index = PackSamples.Index(("trust.txt", PackSamples.Trust));

        var finding = Assert.Single(PackSamples.Scan(index, "// For internal use within Barts Health under licence.\nint a;\n").Findings);

        Assert.Equal(("LicenseRef-Barts-Internal", "ours", FindingKind.Notice, 1), (finding.Expression, finding.Pack, finding.Kind, finding.StartLine));
        Assert.Empty(Samples.Ids("// For internal use within Barts Health under licence.\nint a;\n"));
    }

    [Fact]
    public void Version_and_contents_name_every_pack_in_its_order()
    {
        var (one, two) = (PackSamples.Named("one", ("a.txt", PackSamples.Trust)), PackSamples.Named("two", ("b.LICENSE", PackSamples.Licence)));

        var index = PackSamples.Index(one, two);

        Assert.Equal($"{LicenceIndex.Shipped.Version} + one@{one.Digest[..12]} + two@{two.Digest[..12]}", index.Version);
        Assert.Equal([("one", one.Digest, 1, 0), ("two", two.Digest, 0, 1)], index.Packs.Select(pack => (pack.Name, pack.Digest, pack.Phrases, pack.Texts)));
        Assert.NotEqual(index.Version, PackSamples.Index(two, one).Version);
        Assert.Equal($"{LicenceIndex.Shipped.Version} + one@{one.Digest} + two@{two.Digest}", index.Key);
        Assert.Equal(LicenceIndex.Shipped.Version, LicenceIndex.Shipped.Key);
        Assert.Same(LicenceIndex.Shipped, PackSamples.Index(Array.Empty<RulePack>()));
    }

    [Fact]
    public void The_digest_is_of_paths_and_bytes_and_of_nothing_else()
    {
        (string, string)[] files = [("b/é.RULE", "x"), ("a.txt", "y"), ("Z.LICENSE", ""), ("README.md", "no part")];
        var digest = PackSamples.Pack(files).Digest;

        Assert.Equal(digest, PackSamples.Pack([.. files.Reverse()]).Digest);
        Assert.Equal(digest, PackSamples.Named("other", files[..3]).Digest);
        Assert.NotEqual(digest, PackSamples.Pack([("b/é.RULE", "x"), ("a.txt", "z"), ("Z.LICENSE", "")]).Digest);
        Assert.NotEqual(digest, PackSamples.Pack([("b/é.RULE", "x"), ("A.txt", "y"), ("Z.LICENSE", "")]).Digest);
        // find -name … -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
        static string Hex(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Equal(Hex(Encoding.UTF8.GetBytes($"{Hex([])}  Z.LICENSE\n{Hex("y"u8.ToArray())}  a.txt\n{Hex("x"u8.ToArray())}  b/é.RULE\n")), digest);
    }

    private const string Read = "Whoever holds a copy of this program holds it under the MIT license as the trusts of the north read it among themselves, in all of their houses, for as long as they keep it, and hands it on to nobody who does not ask for it in writing.";

    [Fact]
    public void For_the_same_words_the_engines_own_rule_counts()
    {
        var mit = Samples.SpdxTexts["MIT"];
        var index = PackSamples.Index(
            ("a.txt", "== Zlib : notice\nlicensed under the MIT license\n"),
            ("b.LICENSE", PackSamples.Rule("key: b\nspdx_license_key: LicenseRef-b", mit[mit.IndexOf("Permission", StringComparison.Ordinal)..])));

        foreach (var text in new[] { "Licensed under the MIT license.\n", mit })
        {
            Assert.Equal(PackSamples.Told(Samples.Scan(text)), PackSamples.Told(PackSamples.Scan(index, text)));
        }
    }

    [Fact]
    public void What_the_engine_finds_it_finds_beside_a_pack_too()
    {
        var index = PackSamples.Index(("trust.txt", PackSamples.Trust), ("b.LICENSE", PackSamples.Licence));
        var (own, with) = (Samples.Scanner(), new LicenceScanner(index));

        Assert.All(Samples.SpdxTexts.Values.Where((_, at) => at % 5 == 0), text =>
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Assert.Equal(PackSamples.Told(own.Scan(bytes)), PackSamples.Told(with.Scan(bytes)));
        });
    }

    [Theory]
    // Longer words than the engine's own, and a text that holds them.
    [InlineData("== LicenseRef-ours : notice\nlicensed under the MIT license as Barts Health reads it\n", "Licensed under the MIT license, as Barts Health reads it.", "LicenseRef-ours,MIT")]
    [InlineData("== LicenseRef-ours : text\n" + Read + "\n", Read, "LicenseRef-ours,MIT")]
    // Names that would make a list of what stands there.
    [InlineData("== LicenseRef-{N} : name : N in 1 2 3 4 5 6 7 8 9\nlicense of trust {N}\n", "MIT License, license of trust 1, license of trust 2, license of trust 3, license of trust 4, license of trust 5, license of trust 6, license of trust 7, license of trust 8, license of trust 9", "MIT")]
    // A version that says it better, and a choice.
    [InlineData("== GPL-3.0-only : notice\nthe GPL as Barts reads it\n", "Under the GNU GPL. See the GPL as Barts reads it.", "GPL-1.0-or-later,GPL-3.0-only")]
    [InlineData("== LicenseRef-ours : notice\nthe license of Barts\n", "Licensed under the AGPL version 3 or the license of Barts.", "AGPL-3.0-only,LicenseRef-ours")]
    public void A_pack_takes_nothing_away_of_what_the_engine_finds(string rules, string text, string ids)
    {
        var scan = PackSamples.Scan(PackSamples.Index(("a.txt", rules)), text);

        Assert.Equal(ids, string.Join(',', scan.Licences()));
        Assert.All(Samples.Scan(text).Findings, own => Assert.Contains(scan.Findings, finding => finding.Pack is null && finding.Expression == own.Expression));
    }

    [Fact]
    public void What_a_pack_ignores_is_ignored_of_packs_and_the_engine_finds_what_it_finds()
    {
        var index = PackSamples.Index(("a.txt", "== LicenseRef-ours : name\nbarts house license\n== - : notice ignore\nnot under the barts house license\nthis is not licensed under the GPL\n(spdx|int) ..8\n"));

        Assert.Equal(["LicenseRef-ours"], PackSamples.Scan(index, "Under the Barts house license.\n").Licences());
        Assert.Equal(FileClass.None, PackSamples.Scan(index, "Not under the Barts house license.\n").Class);
        Assert.Equal(["GPL-1.0-or-later"], PackSamples.Scan(index, "This is not licensed under the GPL.\n").Licences());
        Assert.Equal(["MIT", "SSPL-1.0"], PackSamples.Scan(index, "SPDX-License-Identifier: MIT\nSPDX-License-Identifier: SSPL-1.0\n").Licences());
    }

    [Fact]
    public void A_text_of_a_pack_is_found_though_words_differ()
    {
        var index = PackSamples.Index(("b.LICENSE", PackSamples.Licence));

        var finding = Assert.Single(PackSamples.Scan(index, "/*\n" + PackSamples.Body.Replace("month", "week", StringComparison.Ordinal) + "*/").Findings);

        Assert.Equal(("LicenseRef-Barts-Internal", "ours", FindingKind.FullText, 2), (finding.Expression, finding.Pack, finding.Kind, finding.StartLine));
        Assert.Equal(new WordDifference(4, "month", "week"), Assert.Single(finding.Differences));
    }

    [Fact]
    public void A_text_of_our_own_form_goes_over_lines_and_names_of_the_engine_may_be_used()
    {
        var index = PackSamples.Index(("a.txt", "@us = (Barts Health|Barts)\n== LicenseRef-a : text\n" + PackSamples.Body + "\n== LicenseRef-{V} : name : V in b c\nthe @us licence {V}\n"));

        Assert.Equal(["LicenseRef-a"], PackSamples.Scan(index, PackSamples.Body).Licences());
        Assert.Equal(["LicenseRef-c"], PackSamples.Scan(index, "under the Barts licence C\n").Licences());
    }

    [Fact]
    public void Names_and_packs_that_cannot_be_told_apart_are_refused()
    {
        foreach (var name in new[] { "", "-a", "A", "a b", "a@b", "a\n", new string('a', 64) }) Assert.Throws<ArgumentException>(() => new RulePack(name, []));
        Assert.Throws<ArgumentException>(() => PackSamples.Pack(("a.txt", ""), ("a.txt", "")));
        Assert.Throws<ArgumentException>(() => PackSamples.Index(PackSamples.Pack(("a.txt", PackSamples.Trust)), PackSamples.Pack(("b.txt", PackSamples.Trust))));
        Assert.Throws<InvalidOperationException>(() => PackSamples.Index(("a.txt", PackSamples.Trust)).TryWith([], out _, out _));
    }
}
