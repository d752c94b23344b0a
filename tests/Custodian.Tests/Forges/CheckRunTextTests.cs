using System.Text;
using Custodian.Forges;
using Custodian.Forges.GitHub;
using Xunit;

namespace Custodian.Tests.Forges;

/// <summary>GitHub refuses a whole check run for one text that is too long.</summary>
public sealed class CheckRunTextTests
{
    private static readonly ForgeCheckRun Good = SampleRun.Of(ScriptedGitHub.Commit, "x");

    [Fact]
    public void A_summary_is_cut_at_GitHubs_limit_with_a_sentence_that_says_so()
    {
        Assert.Equal(new string('a', 65_535), CheckRunTexts.New(Good with { Summary = new('a', 65_535) }).Output.Summary);

        var cut = CheckRunTexts.New(Good with { Summary = new('a', 65_536) }).Output.Summary;

        Assert.Equal(65_535, cut.Length);
        Assert.EndsWith("has all of it.*", cut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void No_character_is_cut_in_half(int offset)
    {
        var text = new string('a', offset) + string.Concat(Enumerable.Repeat("😀", 40_000));
        var run = Good with { Title = text, Summary = text, Annotations = [new("a", 1, 1, ForgeAnnotationLevel.Notice, text, text)] };

        var output = CheckRunTexts.New(run).Output;

        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        Assert.All([output.Title, output.Summary, output.Annotations[0].Title, output.Annotations[0].Message], one => Assert.NotEmpty(strict.GetBytes(one)));
        Assert.InRange(output.Title.Length, 250, 255);
        Assert.InRange(Encoding.UTF8.GetByteCount(output.Annotations[0].Message), 65_530, 65_536);
    }

    [Theory]
    [InlineData(ForgeCheckState.Queued, "queued", null)]
    [InlineData(ForgeCheckState.InProgress, "in_progress", null)]
    [InlineData(ForgeCheckState.Success, "completed", "success")]
    [InlineData(ForgeCheckState.Failure, "completed", "failure")]
    [InlineData(ForgeCheckState.ActionRequired, "completed", "action_required")]
    [InlineData(ForgeCheckState.Neutral, "completed", "neutral")]
    internal void A_state_is_said_in_GitHubs_words(ForgeCheckState state, string status, string? conclusion)
    {
        var update = CheckRunTexts.Update(Good with { State = state }, 0);

        Assert.Equal((status, conclusion), (update.Status?.StringValue, update.Conclusion?.StringValue));
    }

    [Fact]
    public void Lines_that_cannot_be_are_put_right()
    {
        var run = Good with { Annotations = [new("a", 0, -1, ForgeAnnotationLevel.Failure, "t", "m"), new("a", 9, 3, ForgeAnnotationLevel.Failure, "t", "m")] };

        Assert.Equal([(1, 1), (9, 9)], CheckRunTexts.New(run).Output.Annotations.Select(one => (one.StartLine, one.EndLine)));
    }
}
