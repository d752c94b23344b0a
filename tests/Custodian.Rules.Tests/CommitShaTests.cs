using System.Text.Json;
using Xunit;

namespace Custodian.Rules.Tests;

public class CommitShaTests
{
    private const string Full = "0123456789abcdef0123456789abcdef01234567";

    [Fact]
    public void A_full_commit_id_is_taken_and_given_back()
    {
        Assert.True(CommitSha.TryParse(Full, out var commit));

        Assert.Equal(Full, commit.ToString());
        Assert.Equal(new CommitSha(Full), commit);
        Assert.Equal("01234567", commit.Abbreviated);
        Assert.Equal($"\"{Full}\"", JsonSerializer.Serialize(commit));
        Assert.Equal(commit, JsonSerializer.Deserialize<CommitSha>($"\"{Full}\""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("01234567")]
    [InlineData("0123456789abcdef0123456789abcdef0123456")]
    [InlineData("0123456789abcdef0123456789abcdef012345678")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF01234567")]
    [InlineData("0123456789abcdef0123456789abcdef0123456g")]
    [InlineData("0123456789abcdef0123456789abcdef0123456\n")]
    [InlineData(" 123456789abcdef0123456789abcdef01234567")]
    [InlineData("٠123456789abcdef0123456789abcdef01234567")]
    [InlineData("0000000000000000000000000000000000000000")]
    [InlineData("refs/heads/master")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(CommitSha.TryParse(text, out var none));
        Assert.Equal(default, none);
        Assert.Contains("40 lower-case hexadecimal digits", Assert.Throws<FormatException>(() => new CommitSha(text)).Message, StringComparison.Ordinal);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CommitSha>(JsonSerializer.Serialize(text)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{}")]
    public void Json_that_is_no_string_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<CommitSha>(json));

    [Fact]
    public void No_text_is_no_commit() => Assert.False(CommitSha.TryParse(null, out _));

    [Fact]
    public void No_commit_is_written_as_git_writes_it() => Assert.Equal(new string('0', 40), default(CommitSha).ToString());

    [Fact]
    public void Commits_are_ordered_by_their_digits()
    {
        CommitSha low = Sample.Sha('9'), high = Sample.Sha('a');

        Assert.True(low < high && high > low && low <= high && high >= low);
        Assert.False(low > high || high < low || low >= high || high <= low);
        Assert.Equal(0, low.CompareTo(Sample.Sha('9')));
    }
}
