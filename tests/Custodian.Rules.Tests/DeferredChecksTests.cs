using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>What a promotion leaves to be done afterwards.</summary>
public class DeferredChecksTests
{
    private static readonly Facts Deferrable = Ready.Check("tests", check => check with { DeferFor = TimeSpan.FromDays(5) });

    [Fact]
    public void What_has_no_result_or_could_not_be_run_is_put_off()
    {
        Assert.Equal("tests", Assert.Single(DeferredChecks.Of(Deferrable with { Checks = [Result("licences")] })).Name);
        Assert.Equal(TimeSpan.FromDays(5), Assert.Single(DeferredChecks.Of(Deferrable.And(Result("tests", CheckOutcome.Errored)))).DeferFor);
    }

    [Fact]
    public void What_has_passed_or_is_excused_or_failed_or_is_asked_for_at_once_is_not()
    {
        var failed = Deferrable.And(Result("tests", CheckOutcome.Failed));

        Assert.Empty(DeferredChecks.Of(Deferrable));
        Assert.Empty(DeferredChecks.Of(failed with { Waivers = [WaiverOf("tests")] }));
        Assert.Empty(DeferredChecks.Of(failed));
        Assert.Empty(DeferredChecks.Of(Ready with { Checks = [] }));
    }

    [Fact]
    public void What_decides_nothing_is_not() =>
        Assert.Empty(DeferredChecks.Of((Deferrable with { Checks = [Result("licences")] }).Check("tests", check => check with { Advisory = true })));
}
