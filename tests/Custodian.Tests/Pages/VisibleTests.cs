using Custodian.Pages;
using Xunit;

namespace Custodian.Tests.Pages;

public sealed class VisibleTests
{
    [Theory]
    [InlineData("refs/heads/main", "refs/heads/main")]
    [InlineData("Zoë's 分支 ✔", "Zoë's 分支 ✔")]
    [InlineData("two\r\nlines\there", "two  lines here")]
    [InlineData("a\u202Eb", "a⟨U+202E⟩b")]
    [InlineData("a\u2066b\u2069", "a⟨U+2066⟩b⟨U+2069⟩")]
    [InlineData("a\u200Bb", "a⟨U+200B⟩b")]
    [InlineData("a\u00A0b", "a⟨U+00A0⟩b")]
    [InlineData("a\u3164b", "a⟨U+3164⟩b")]
    [InlineData("a\uFE0Fb", "a⟨U+FE0F⟩b")]
    [InlineData("\u001B[31mred", "⟨U+001B⟩[31mred")]
    [InlineData("a\U000E0041b", "a⟨U+E0041⟩b")]
    public void What_has_no_shape_is_written_out(string text, string shown) => Assert.Equal(shown, Visible.Of(text));

    [Fact]
    public void A_half_character_is_shown_as_unreadable() => Assert.Equal("a\uFFFDb", Visible.Of("a" + '\uD800' + "b"));

    [Fact]
    public void A_text_that_goes_on_for_pages_is_cut()
    {
        var shown = Visible.Of(new string('a', 100_000));

        Assert.InRange(shown.Length, 500, 700);
        Assert.EndsWith("…", shown, StringComparison.Ordinal);
    }
}
