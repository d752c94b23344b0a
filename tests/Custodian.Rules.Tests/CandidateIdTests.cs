using Xunit;

namespace Custodian.Rules.Tests;

public class CandidateIdTests
{
    private const string Full = "0123456789abcdef0123456789abcdef01234567";

    [Theory]
    [InlineData("openmaxims")]
    [InlineData("openmaxims@10.5")]
    public void What_was_written_is_read_again(string repository)
    {
        var id = new CandidateId(repository, new CommitSha(Full));

        Assert.Equal($"{repository}@{Full}", id.ToString());
        Assert.Equal(id, CandidateId.Parse(id.ToString()));
        Assert.Equal($"{repository}@01234567", id.Abbreviated);
    }

    [Theory]
    [InlineData("")]
    [InlineData("openmaxims")]
    [InlineData(Full)]
    [InlineData("@" + Full)]
    [InlineData("openmaxims@01234567")]
    [InlineData("openmaxims@" + Full + "@")]
    public void Anything_else_is_refused(string text) => Assert.Throws<FormatException>(() => CandidateId.Parse(text));
}
