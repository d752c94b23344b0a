using Custodian.Licences.Expressions;
using Xunit;
using static Custodian.Licences.Tests.Expressions.SampleIds;

namespace Custodian.Licences.Tests.Expressions;

public sealed class LicencePolicyTests
{
    [Theory]
    // One licence.
    [InlineData("MIT", "allowed: MIT is allowed")]
    [InlineData("mit", "allowed: MIT is allowed")]
    [InlineData("Zlib", "not listed: Zlib is on no list")]
    [InlineData("AGPL-3.0-only", "denied: AGPL-3.0-only is denied")]
    [InlineData("MPL-2.0", "review: MPL-2.0 needs review")]
    [InlineData("LicenseRef-ours", "allowed: LicenseRef-ours is allowed")]
    [InlineData("LicenseRef-theirs", "not listed: LicenseRef-theirs is on no list")]
    [InlineData("Mine-1.0", "not listed: Mine-1.0 is no licence that SPDX lists")]
    // Or later: the recipient chooses.
    [InlineData("GPL-2.0-or-later", "allowed: GPL-2.0-or-later is allowed, since GPL-3.0-only may be chosen")]
    [InlineData("GPL-2.0+", "allowed: GPL-2.0-or-later is allowed, since GPL-3.0-only may be chosen")]
    [InlineData("GPL-3.0-or-later", "allowed: GPL-3.0-or-later is allowed, since GPL-3.0-only may be chosen")]
    [InlineData("GPL-2.0-only", "not listed: GPL-2.0-only is on no list")]
    [InlineData("LGPL-2.0-or-later", "allowed: LGPL-2.0-or-later is allowed, since LGPL-2.1-or-later may be chosen")]
    [InlineData("LGPL-2.1-only", "not listed: LGPL-2.1-only is on no list")]
    [InlineData("Apache-2.0+", "allowed: Apache-2.0+ is allowed, since Apache-2.0 may be chosen")]
    [InlineData("Apache-1.1+", "allowed: Apache-1.1+ is allowed, since Apache-2.0 may be chosen")]
    [InlineData("Apache-1.1", "not listed: Apache-1.1 is on no list")]
    [InlineData("MPL-1.1+", "not listed: MPL-1.1+ is on no list")]
    [InlineData("MPL-2.0+", "not listed: MPL-2.0+ is on no list")]
    // To deny, all that it offers must be meant.
    [InlineData("AGPL-3.0-or-later", "not listed: AGPL-3.0-or-later is on no list")]
    [InlineData("GFDL-1.2-only", "denied: GFDL-1.2-only is denied, being within GFDL-1.2-or-later")]
    [InlineData("GFDL-1.3-only", "denied: GFDL-1.3-only is denied, being within GFDL-1.2-or-later")]
    [InlineData("GFDL-1.3-invariants-only", "not listed: GFDL-1.3-invariants-only is on no list")]
    // What looks like a version.
    [InlineData("BSD-2-Clause+", "not listed: BSD-2-Clause+ is on no list")]
    [InlineData("Artistic-1.0+", "not listed: Artistic-1.0+ is on no list")]
    [InlineData("BSD-4.3RENO+", "not listed: BSD-4.3RENO+ is on no list")]
    [InlineData("LPPL-1.3a+", "allowed: LPPL-1.3a+ is allowed, since LPPL-1.3c may be chosen")]
    [InlineData("PHP-3.0+", "allowed: PHP-3.0+ is allowed, since PHP-3.01 may be chosen")]
    // Exceptions.
    [InlineData("Apache-2.0 WITH LLVM-exception", "allowed: Apache-2.0 WITH LLVM-exception is allowed, as Apache-2.0 is")]
    [InlineData("Apache-2.0 WITH own-exception", "not listed: Apache-2.0 WITH own-exception has an exception that SPDX does not list")]
    [InlineData("Zlib WITH own-exception", "not listed: Zlib WITH own-exception has an exception that SPDX does not list")]
    [InlineData("Zlib WITH LLVM-exception", "not listed: Zlib WITH LLVM-exception is on no list")]
    [InlineData("AGPL-3.0-only WITH Classpath-exception-2.0", "denied: AGPL-3.0-only WITH Classpath-exception-2.0 is denied, as AGPL-3.0-only is")]
    [InlineData("AGPL-3.0-only WITH own-exception", "denied: AGPL-3.0-only WITH own-exception is denied, as AGPL-3.0-only is")]
    [InlineData("GPL-2.0-with-classpath-exception", "allowed: GPL-2.0-only WITH Classpath-exception-2.0 is allowed")]
    [InlineData("GPL-1.0-or-later WITH Classpath-exception-2.0", "allowed: GPL-1.0-or-later WITH Classpath-exception-2.0 is allowed, since GPL-2.0-only may be chosen")]
    [InlineData("AGPL-3.0-only WITH GCC-exception-2.0", "allowed: AGPL-3.0-only WITH GCC-exception-2.0 is allowed")]
    [InlineData("MIT WITH LLVM-exception", "denied: MIT WITH LLVM-exception is denied")]
    [InlineData("GPL-2.0-only WITH GCC-exception-2.0", "not listed: GPL-2.0-only WITH GCC-exception-2.0 is on no list")]
    [InlineData("Mine-1.0 WITH LLVM-exception", "not listed: Mine-1.0 is no licence that SPDX lists")]
    // Joined.
    [InlineData("MIT AND Zlib", "not listed: Zlib is on no list")]
    [InlineData("MPL-2.0 AND Zlib AND AGPL-3.0-only", "denied: AGPL-3.0-only is denied")]
    [InlineData("AGPL-3.0-only OR MIT", "allowed: MIT is allowed, and may be chosen")]
    [InlineData("AGPL-3.0-only OR MPL-2.0", "review: MPL-2.0 needs review, and no other choice is better")]
    [InlineData("AGPL-3.0-only OR GFDL-1.2-only", "denied: AGPL-3.0-only is denied, and no other choice is better")]
    [InlineData("(AGPL-3.0-only OR MIT) AND (Apache-2.0 OR Zlib)", "allowed: MIT is allowed, and may be chosen")]
    [InlineData("MIT AND AGPL-3.0-only OR Apache-2.0 AND Zlib", "not listed: Zlib is on no list, and no other choice is better")]
    public void A_licence_is_judged_with_its_reason(string expression, string expected) => Assert.Equal(expected, Told(Policy(), expression));

    [Fact]
    public void What_nobody_named_is_what_the_policy_says_of_such_and_a_stranger_is_not()
    {
        Assert.Equal("allowed: Zlib is on no list, and such licences are allowed", Told(Policy(LicenceVerdict.Allowed), "Zlib"));
        Assert.Equal("allowed: LicenseRef-x is on no list, and such licences are allowed", Told(Policy(LicenceVerdict.Allowed), "LicenseRef-x"));
        Assert.Equal("review: Zlib is on no list, and such licences need review", Told(Policy(LicenceVerdict.NeedsReview), "Zlib"));
        Assert.Equal("denied: Zlib is on no list, and such licences are denied", Told(Policy(LicenceVerdict.Denied), "Zlib"));
        Assert.Equal("not listed: Mine-1.0 is no licence that SPDX lists", Told(Policy(LicenceVerdict.Allowed), "Mine-1.0"));
        Assert.Equal("not listed: Zlib WITH own-exception has an exception that SPDX does not list", Told(Policy(LicenceVerdict.Allowed), "Zlib WITH own-exception"));
    }

    [Fact]
    public void What_is_listed_twice_is_denied_before_reviewed_before_allowed()
    {
        Assert.Equal("denied: MIT is denied", Told(new(SampleIds.All, [Parse("MIT")], [Parse("MIT")], [Parse("MIT")]), "MIT"));
        Assert.Equal("review: MIT needs review", Told(new(SampleIds.All, [Parse("MIT")], [], [Parse("MIT")]), "MIT"));
        Assert.Equal("denied: GPL-2.0-only is denied, being within GPL-1.0-or-later", Told(new(SampleIds.All, [Parse("GPL-2.0")], [Parse("GPL-1.0+")], []), "GPL-2.0"));
    }

    [Fact]
    public void The_term_that_decided_is_named()
    {
        Assert.Equal(Parse("AGPL-3.0-only"), Policy().Judge(Parse("MIT AND (Zlib OR MIT) AND AGPL-3.0-only")).Term);
    }

    [Fact]
    public void An_entry_is_one_licence() => Assert.Throws<ArgumentException>(() => new LicencePolicy(SampleIds.All, [Parse("MIT OR Zlib")], [], []));

    private static LicencePolicy Policy(LicenceVerdict otherwise = LicenceVerdict.NotListed) => new(
        SampleIds.All,
        [
            .. new[]
            {
                "MIT", "apache-2.0", "GPL-3.0-only", "LGPL-2.1+", "LicenseRef-ours", "GPL-2.0 WITH Classpath-exception-2.0", "AGPL-3.0-only WITH GCC-exception-2.0",
                "BSD-3-Clause", "Artistic-1.0-Perl", "BSD-4.3TAHOE", "LPPL-1.3c", "PHP-3.01",
            }.Select(Parse),
        ],
        [.. new[] { "AGPL-3.0-only", "GFDL-1.2-or-later", "MIT WITH LLVM-exception" }.Select(Parse)],
        [.. new[] { "MPL-2.0" }.Select(Parse)],
        otherwise);

    private static string Told(LicencePolicy policy, string expression)
    {
        var ruling = policy.Judge(Parse(expression));
        return $"{ruling.Verdict switch { LicenceVerdict.Allowed => "allowed", LicenceVerdict.NeedsReview => "review", LicenceVerdict.NotListed => "not listed", _ => "denied" }}: {ruling.Reason}";
    }
}
