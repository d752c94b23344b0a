using System.Text;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;
using Xunit;

namespace Custodian.Tests.Store;

/// <summary>Since when each reason has stood.</summary>
public sealed class VerdictAgeTests
{
    private static readonly DateTimeOffset Long = new(2026, 11, 12, 10, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly Reason Director = Seat("director");
    private static readonly Reason Safety = Seat("clinical-safety-officer");

    [Fact]
    public void A_seat_that_opens_today_does_not_take_the_age_of_another_of_the_same_custodian()
    {
        var before = Given(new GivenReason(ReasonCode.SignOffMissing, "taunton", Long) { Role = "director" });

        Assert.Equal([Now, Long], Ages([Safety, Director], before));
        Assert.Equal([Now], Ages([Safety], before));
    }

    [Fact]
    public void Two_seats_of_one_rule_have_an_age_each() =>
        Assert.Equal([Long, Now], Ages([Director, Director], Given(new GivenReason(ReasonCode.SignOffMissing, "taunton", Long) { Role = "director" })));

    [Fact]
    public void Verdicts_from_before_roles_were_written_down_give_their_ages_each_once()
    {
        var one = new GivenReason(ReasonCode.SignOffMissing, "taunton", Long);

        Assert.Equal([Long, Now], Ages([Director, Safety], Given(one)));
        Assert.Equal([Long, Long.AddDays(1)], Ages([Director, Safety], Given(one, one with { Since = Long.AddDays(1) })));
    }

    [Fact]
    public void A_reason_that_is_about_no_role_is_written_as_it_always_was() =>
        Assert.EndsWith($"\"reasons\":[{{\"code\":\"check-failed\",\"subject\":\"tests\",\"since\":\"{UtcTimeConverter.Write(Long)}\"}}]}}",
            Encoding.UTF8.GetString(FactJson.Write(Given(new GivenReason(ReasonCode.CheckFailed, "tests", Long)))), StringComparison.Ordinal);

    private static Reason Seat(string role) => new(ReasonCode.SignOffMissing, "taunton", "A sign-off is missing.", [new("taunton", role)]) { Role = role };

    private static IEnumerable<DateTimeOffset> Ages(IReadOnlyList<Reason> reasons, VerdictGiven before) => Verdicts.Since(reasons, before, Now).Select(given => given.Since);

    private static VerdictGiven Given(params GivenReason[] reasons) => new()
    {
        At = Long,
        Repository = "openmaxims",
        Commit = new(new string('c', 40)),
        Verdict = "hold",
        Policy = new('1', 64),
        Facts = new('2', 64),
        Reasons = reasons,
    };
}
