using Custodian.Forges;
using Xunit;

namespace Custodian.Tests.Forges;

/// <summary>What others wrote does nothing in Markdown but stand there.</summary>
public sealed class ForeignTests
{
    [Theory]
    [InlineData("1 test failed", "`1 test failed`")]
    [InlineData("@everyone [click](https://evil.example) ![x](y) # heading", "`@everyone [click](https://evil.example) ![x](y) # heading`")]
    [InlineData("a `b` c", "`` a `b` c ``")]
    [InlineData("``` fence ```", "```` ``` fence ``` ````")]
    [InlineData("two\n\n# lines\r\n- and more", "`two # lines - and more`")]
    [InlineData("turn\u202Etxt.exe\u200B", "`turntxt.exe`")]
    [InlineData("bell\u0007 and nul\0", "`bell and nul`")]
    [InlineData(" \n ", "(nothing)")]
    public void It_stands_in_a_span_of_code_on_one_line(string text, string markdown) => Assert.Equal(markdown, Foreign.Code(text));

    [Fact]
    public void What_is_longer_than_anybody_reads_is_cut() => Assert.Equal(1002, Foreign.Code(new string('x', 70_000)).Length);
}
