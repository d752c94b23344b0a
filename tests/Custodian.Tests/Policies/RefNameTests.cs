using Custodian.Git;
using Custodian.Policies;
using Xunit;

namespace Custodian.Tests.Policies;

public sealed class RefNameTests
{
    [Theory]
    [InlineData("refs/heads/master")]
    [InlineData("refs/heads/hotfix/*")]
    [InlineData("refs/heads/*-stable")]
    [InlineData("refs/heads/a@b")]
    [InlineData("refs/heads/é")]
    [InlineData("refs/heads/@")]
    [InlineData("refs/heads/-x")]
    [InlineData("refs/heads/a.b")]
    [InlineData("refs/heads/a.")]
    [InlineData("refs/heads/.a")]
    [InlineData("refs/heads/a/.b")]
    [InlineData("refs/heads/a.lock")]
    [InlineData("refs/heads/a.lock/b")]
    [InlineData("refs/heads/a..b")]
    [InlineData("refs/heads/a b")]
    [InlineData("refs/heads/a~b")]
    [InlineData("refs/heads/a^b")]
    [InlineData("refs/heads/a:b")]
    [InlineData("refs/heads/a?b")]
    [InlineData("refs/heads/a[b")]
    [InlineData("refs/heads/a\\b")]
    [InlineData("refs/heads/a@{b")]
    [InlineData("refs/heads/a//b")]
    [InlineData("refs/heads/a/")]
    [InlineData("refs/heads/")]
    [InlineData("refs/heads/*/*")]
    [InlineData("refs/heads/a\u007f")]
    public async Task A_name_is_taken_exactly_when_git_takes_it(string name)
    {
        var git = await new ProgramRunner("test").RunAsync(
            new() { Program = "git", Arguments = ["check-ref-format", "--refspec-pattern", name], Timeout = TimeSpan.FromSeconds(30) },
            TestContext.Current.CancellationToken);

        Assert.Equal(git.Succeeded, RefName.WhyNotBranches(name) is null);
    }

    [Theory]
    [InlineData("master")]
    [InlineData("refs/tags/v1")]
    [InlineData("refs/headsx/a")]
    [InlineData("HEAD")]
    public void Only_full_branch_names_are_taken(string name) => Assert.NotNull(RefName.WhyNotBranches(name));

    [Theory]
    [InlineData("refs/heads/*", "refs/heads/a/b", true)]
    [InlineData("refs/heads/hotfix/*", "refs/heads/hotfix/1", true)]
    [InlineData("refs/heads/hotfix/*", "refs/heads/hotfix", false)]
    [InlineData("refs/heads/a*a", "refs/heads/a", false)]
    [InlineData("refs/heads/gold", "refs/heads/gold", true)]
    [InlineData("refs/heads/gold", "refs/heads/golden", false)]
    public void A_star_spans_slashes_and_may_be_empty(string pattern, string branch, bool matches) => Assert.Equal(matches, RefName.Matches(pattern, branch));

    [Theory]
    [InlineData("refs/heads/a", "refs/heads/a", true)]
    [InlineData("refs/heads/a", "refs/heads/b", false)]
    [InlineData("refs/heads/*", "refs/heads/b", true)]
    [InlineData("refs/heads/a*", "refs/heads/b*", false)]
    [InlineData("refs/heads/a*", "refs/heads/*b", true)]
    [InlineData("refs/heads/*/a", "refs/heads/*/b", false)]
    [InlineData("refs/heads/fix/*", "refs/heads/f*", true)]
    [InlineData("refs/heads/fix/*", "refs/heads/fix", false)]
    public void Patterns_overlap_where_a_branch_could_be_both(string one, string other, bool overlap)
    {
        Assert.Equal(overlap, RefName.Overlap(one, other));
        Assert.Equal(overlap, RefName.Overlap(other, one));
    }
}
