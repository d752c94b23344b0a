using Custodian.Licences.Expressions;
using Xunit;
using static Custodian.Licences.Tests.Expressions.SampleIds;

namespace Custodian.Licences.Tests.Expressions;

public sealed class SpdxParserTests
{
    [Theory]
    [InlineData("MIT", "MIT")]
    [InlineData("  MIT\t", "MIT")]
    [InlineData("Apache-2.0+", "Apache-2.0+")]
    [InlineData("mit or Apache-2.0 And Zlib", "MIT OR Apache-2.0 AND Zlib")]
    [InlineData("MIT OR (Apache-2.0 AND Zlib)", "MIT OR Apache-2.0 AND Zlib")]
    [InlineData("(MIT OR Apache-2.0) AND Zlib", "(MIT OR Apache-2.0) AND Zlib")]
    [InlineData("(MIT)AND(Zlib)", "MIT AND Zlib")]
    [InlineData("((MIT AND (Zlib AND 0BSD)))", "MIT AND Zlib AND 0BSD")]
    [InlineData("MIT OR (Zlib OR MIT)", "MIT OR Zlib")]
    [InlineData("MIT AND MIT", "MIT")]
    [InlineData("GPL-2.0-only with Classpath-exception-2.0 OR MIT", "GPL-2.0-only WITH Classpath-exception-2.0 OR MIT")]
    [InlineData("LicenseRef-ours", "LicenseRef-ours")]
    [InlineData("licenseref-Ours", "LicenseRef-Ours")]
    [InlineData("DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2", "DocumentRef-spdx-tool-1.2:LicenseRef-MIT-Style-2")]
    [InlineData("NotListed-7", "NotListed-7")]
    public void An_expression_has_one_canonical_form(string text, string canonical) =>
        Assert.Equal(canonical, SampleIds.All.Current(Parse(text)).ToString());

    [Theory]
    [InlineData("", 1, "there is no licence")]
    [InlineData(" \t ", 1, "there is no licence")]
    [InlineData("MIT AND", 8, "missing at the end")]
    [InlineData("MIT AND OR Zlib", 9, "missing before 'OR'")]
    [InlineData("AND MIT", 1, "missing before 'AND'")]
    [InlineData("MIT Zlib", 5, "'Zlib' follows a licence")]
    [InlineData("MIT (Zlib)", 5, "'(' follows a licence")]
    [InlineData("(MIT Zlib)", 6, "'Zlib' follows a licence")]
    [InlineData("(MIT", 1, "not closed")]
    [InlineData("MIT)", 4, "closes none")]
    [InlineData("()", 2, "missing before ')'")]
    [InlineData("(MIT OR Zlib) WITH LLVM-exception", 15, "belongs to one licence")]
    [InlineData("MIT WITH", 9, "an exception is missing")]
    [InlineData("MIT WITH (LLVM-exception)", 10, "an exception is missing before '('")]
    [InlineData("MIT WITH LLVM-exception+", 10, "cannot be an exception")]
    [InlineData("MIT WITH LLVM-exception WITH LLVM-exception", 25, "follows a licence")]
    [InlineData("MIT +", 5, "follows a licence")]
    [InlineData("Apache-2.0++", 1, "cannot be a licence")]
    [InlineData("LicenseRef-a+", 1, "no later versions")]
    [InlineData("LicenseRef-", 1, "no whole reference")]
    [InlineData("DocumentRef-a", 1, "no whole reference")]
    [InlineData("LicenseRef-a_b", 1, "no whole reference")]
    [InlineData("MIT:LicenseRef-a", 1, "has a ':' in it")]
    [InlineData("DocumentRef-a:MIT", 1, "has a ':' in it")]
    [InlineData("MIT/X11", 1, "cannot be a licence")]
    [InlineData("MIT OR NOASSERTION", 8, "no licence is named")]
    [InlineData("none", 1, "no licence is named")]
    [InlineData("MIT OR \u202eevil", 8, "'?evil' cannot be a licence")]
    public void What_is_none_is_refused_with_its_place(string text, int at, string words)
    {
        Assert.False(SpdxParser.TryParse(text, out var expression, out var refusal));
        Assert.Null(expression);
        Assert.Equal(at, refusal.At);
        Assert.Contains(words, refusal.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_and_length_are_bounded()
    {
        Assert.Equal("MIT", Parse(Nested(SpdxParser.DeepestNesting)).ToString());
        Assert.Equal("MIT", Parse(string.Join(" AND ", Enumerable.Repeat("(MIT)", 100))).ToString());
        Assert.False(SpdxParser.TryParse(Nested(SpdxParser.DeepestNesting + 1), out _, out var deep));
        Assert.Equal((SpdxParser.DeepestNesting + 1, true), (deep.At, deep.Text.Contains("nested deeper than 64", StringComparison.Ordinal)));

        Assert.False(SpdxParser.TryParse(new('(', 10_000_000), out _, out var longest));
        Assert.Contains("at most 4096 characters", longest.Text, StringComparison.Ordinal);
        static string Nested(int depth) => new string('(', depth) + "MIT" + new string(')', depth);
    }

    [Fact]
    public void Ids_and_terms_come_once_and_in_order()
    {
        var expression = Parse("Zlib AND (GPL-2.0-only WITH Classpath-exception-2.0 OR Apache-2.0+ OR Zlib) AND GPL-2.0-only WITH Classpath-exception-2.0");

        Assert.Equal(["Zlib", "GPL-2.0-only", "Classpath-exception-2.0", "Apache-2.0"], expression.Ids());
        Assert.Equal(["Zlib", "GPL-2.0-only WITH Classpath-exception-2.0", "Apache-2.0+"], expression.Terms().Select(term => term.ToString()));
    }

    [Fact]
    public void An_expression_has_a_part() => Assert.Throws<ArgumentException>(() => SpdxExpression.And([]));
}
