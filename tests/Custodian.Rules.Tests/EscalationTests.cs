using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

public class EscalationTests
{
    private static readonly Policy Told = Sample.Policy with
    {
        Escalate = [new(TimeSpan.FromDays(3), ["taunton-director", "sthk-director"]), new(TimeSpan.FromDays(5), ["sthk-director", "blackpool-director"])],
    };

    [Theory]
    [InlineData(71.9, "")]
    [InlineData(72, "taunton-director sthk-director")]
    [InlineData(119.9, "taunton-director sthk-director")]
    [InlineData(120, "taunton-director sthk-director blackpool-director")]
    public void Who_is_to_be_told_follows_from_the_age_to_the_minute_each_once(double hours, string people) =>
        Assert.Equal(people, string.Join(' ', Escalation.Due(Told, Now.AddHours(-hours), Now)));

    [Fact]
    public void It_is_said_with_the_longest_age_that_is_over_and_of_nobody_nothing_is_said()
    {
        Assert.Equal("to be told: taunton-director, sthk-director and blackpool-director, since it has stood longer than 5 days", Escalation.Told(Told, Now.AddDays(-6), Now));
        Assert.Null(Escalation.Told(Told, Now.AddDays(-1), Now));
        Assert.Null(Escalation.Told(Sample.Policy, Now.AddDays(-100), Now));
    }
}
