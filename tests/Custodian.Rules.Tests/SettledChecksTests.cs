using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>What checks that come after others wait for no more.</summary>
public class SettledChecksTests
{
    [Fact]
    public void What_has_passed_is_settled() => Assert.Equal(["tests", "licences"], SettledChecks.Of(Ready));

    [Fact]
    public void What_was_not_run_or_could_not_be_is_not()
    {
        Assert.Equal(["licences"], SettledChecks.Of(Ready with { Checks = [Result("licences")] }));
        Assert.Equal(["licences"], SettledChecks.Of(Ready.And(Result("tests", CheckOutcome.Errored))));
    }

    [Fact]
    public void What_failed_is_not_unless_it_is_excused_or_stops_nothing()
    {
        var failed = Ready.And(Result("tests", CheckOutcome.Failed));

        Assert.Equal(["licences"], SettledChecks.Of(failed));
        Assert.Equal(["tests", "licences"], SettledChecks.Of(failed with { Deviations = [new() { Seq = 200, Repository = Repository, Check = "tests", Until = Now.AddDays(1) }] }));
        Assert.Equal(["tests", "licences"], SettledChecks.Of(failed.Check("tests", check => check with { Advisory = true })));
        // It is run again first.
        Assert.Equal(["licences"], SettledChecks.Of(failed.Check("tests", check => check with { Advisory = true, Retries = 1 })));
    }

    [Fact]
    public void What_is_only_put_off_is_not() =>
        Assert.Equal(["licences"], SettledChecks.Of((Ready with { Checks = [Result("licences")] }).Check("tests", check => check with { DeferFor = TimeSpan.FromDays(7) })));
}
