using Custodian.Checks;
using Custodian.Store;
using Xunit;
using static Custodian.Tests.Checks.Scans;

namespace Custodian.Tests.Checks;

/// <summary>At which lines a check of licences has something against a candidate, as the engine told of its files.</summary>
public sealed class LicenceRemarksTests
{
    private const string Settings = "allow: [MIT], deny: [SSPL-1.0], none: review";

    [Fact]
    public void What_blocks_stands_at_its_lines_with_the_licence_and_who_can_act()
    {
        var remarks = Of(Licensed("a.c", "MIT", "SSPL-1.0 AND MIT"), None("b.c"), NoGrant("c.c"), Licensed("d.c", "MIT"));

        Assert.Equal(
            [
                new CheckRemark("a.c", 11, 13, "SSPL-1.0", "SSPL-1.0 is denied. Take it out, or ask the custodians for a waiver."),
                new CheckRemark("b.c", 1, 1, "No licence", "The file says nothing of a licence, which needs review. A waiver settles it, or what the policy says is 'declared' of this path."),
                new CheckRemark("c.c", 3, 5, "All rights reserved", "The file reserves all rights and grants nothing. Take it out, or ask the custodians for a waiver."),
            ],
            remarks.Kept);
        Assert.Equal(3, remarks.Of);
    }

    [Fact]
    public void What_cannot_be_read_here_and_what_nothing_speaks_against_is_no_remark()
    {
        Assert.Same(CheckRemarks.None, Of(Licensed("c.c", "MIT")));
        Assert.Same(CheckRemarks.None, Of(Missing("a.c"), Licensed("c.c", "MIT")));
        Assert.Equal(["b.c"], Of(Missing("a.c"), Licensed("b.c", "SSPL-1.0")).Kept.Select(remark => remark.Path));
    }

    [Fact]
    public void A_path_that_is_no_text_is_told_by_the_log_alone()
    {
        var remarks = Of(Licensed("\uFFFD.c", "SSPL-1.0"), Licensed("b.c", "SSPL-1.0"));

        Assert.Equal(("b.c", 2), (Assert.Single(remarks.Kept).Path, remarks.Of));
    }

    [Fact]
    public void Of_thousands_the_first_five_hundred_are_kept_and_all_are_counted()
    {
        var remarks = Of([.. Enumerable.Range(0, 1200).Select(number => Licensed($"f{number:0000}.c", "SSPL-1.0"))]);

        Assert.Equal((500, 1200, "f0499.c"), (remarks.Kept.Count, remarks.Of, remarks.Kept[^1].Path));
    }

    private static CheckRemarks Of(params LicenceFile[] files) => LicenceRemarks.Of(LicenceBench.JudgeOf(Settings).Judge(files, LicenceBaseline.Empty), files);
}
