using Custodian.SignOffs.Reviews;
using Xunit;

namespace Custodian.Tests.SignOffs.Reviews;

public sealed class CommentCommandTests
{
    private const string Sha = "a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4";

    [Theory]
    [InlineData("/custodian approve", "Approve", null, null)]
    [InlineData("/custodian approve  \r\nThe dose is right now.\r\n", "Approve", null, "The dose is right now.")]
    [InlineData("/custodian reject " + Sha + "\n\nThe dose\nis wrong.", "Reject", Sha, "The dose\nis wrong.")]
    [InlineData("/custodian withdraw " + Sha, "Withdraw", Sha, null)]
    [InlineData("/custodian why", "Why", null, null)]
    [InlineData("/custodian recheck", "Recheck", null, null)]
    public void The_first_line_is_the_command(string body, string verb, string? commit, string? reason)
    {
        var command = CommentCommand.Of(body)!;

        Assert.Equal((verb, commit, reason), (command.Verb.ToString(), command.Commit?.ToString(), command.Reason));
    }

    [Theory]
    [InlineData("approve")]
    [InlineData("I would /custodian approve this")]
    [InlineData("> /custodian approve")]
    [InlineData("    /custodian approve")]
    [InlineData("Fine.\n/custodian approve")]
    [InlineData("\n/custodian approve")]
    [InlineData("`/custodian approve`")]
    [InlineData("/custodianapprove")]
    [InlineData("/Custodian approve")]
    [InlineData("")]
    public void Prose_never_counts(string body) => Assert.Null(CommentCommand.Of(body));

    [Theory]
    [InlineData("/custodian")]
    [InlineData("/custodian please approve")]
    [InlineData("/custodian approve a1b2c3d4")]
    [InlineData("/custodian APPROVE")]
    [InlineData("/custodian approve " + Sha + " and merge")]
    [InlineData("/custodian approve A1B2C3D4A1B2C3D4A1B2C3D4A1B2C3D4A1B2C3D4")]
    [InlineData("/custodian approve, reject")]
    [InlineData("/custodian 0")]
    [InlineData("/custodian approve\u200B")]
    public void What_is_nearly_one_is_none_and_is_told_so(string body) => Assert.Null(CommentCommand.Of(body)!.Verb);
}
