using Xunit;
using static Custodian.Rules.Tests.Sample;

namespace Custodian.Rules.Tests;

/// <summary>Promotion windows.</summary>
public class GateWindowTests
{
    // The sample's now is a Sunday; this is the Monday after.
    private static readonly Facts Open = Ready.Ask(policy => policy with { Windows = Weekdays });

    [Theory]
    [InlineData("2026-11-23T08:59:59.9999999", false)]
    [InlineData("2026-11-23T09:00:00", true)]
    [InlineData("2026-11-23T15:59:59.9999999", true)]
    [InlineData("2026-11-23T16:00:00", false)]
    [InlineData("2026-11-22T10:00:00", false)]
    public void Gold_moves_in_a_window_by_its_own_clocks(string local, bool open)
    {
        var facts = Open with { Local = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture) };

        if (open) Expect.Promotes(facts);
        else Expect.HeldFor(ReasonCode.OutsideWindow, "Europe/London", facts);
    }

    [Fact]
    public void It_is_told_what_the_clock_shows_and_when_gold_moves()
    {
        var reason = Expect.HeldFor(ReasonCode.OutsideWindow, "Europe/London", Open with { Local = Now.DateTime });

        Assert.Equal("It is Sun 2026-11-22 10:00 in Europe/London; gold moves only Mon Tue Wed Thu Fri 09:00-16:00.", reason.Text);
        Expect.Who(reason, "gate");
    }

    [Fact]
    public void Gold_does_not_move_on_a_listed_holiday()
    {
        var facts = Open.Ask(policy => policy with { Windows = Weekdays with { Closed = [new(2026, 11, 23)] } });

        Expect.HeldFor(ReasonCode.OutsideWindow, "Europe/London", facts with { Local = Now.DateTime.AddDays(1) });
        Expect.Promotes(facts with { Local = Now.DateTime.AddDays(2) });
    }

    [Fact]
    public void Any_of_several_windows_is_enough()
    {
        var sunday = new PromotionWindow([DayOfWeek.Sunday], TimeSpan.FromHours(10), TimeSpan.FromHours(24));

        Expect.Promotes(Ready.Ask(policy => policy with { Windows = Weekdays with { Open = [.. Weekdays.Open, sunday] } }) with { Local = Now.DateTime });
    }

    [Fact]
    public void Where_the_local_time_is_unknown_it_holds() =>
        Expect.Who(Expect.HeldFor(ReasonCode.LocalTimeUnknown, "Europe/London", Open with { Local = null }), "operator");

    [Fact]
    public void Without_windows_nobody_asks_for_the_local_time() => Expect.Promotes(Ready with { Local = null });

    [Theory]
    [InlineData(24, 0, "24:00")]
    [InlineData(23, 30, "23:30")]
    public void Windows_are_written_for_people(int hours, int minutes, string until) =>
        Assert.Equal($"Sat Sun 09:05-{until}, and on no listed holiday",
            new PromotionWindows { Zone = "Europe/London", Open = [new([DayOfWeek.Saturday, DayOfWeek.Sunday], new(9, 5, 0), new(hours, minutes, 0))], Closed = [new(2026, 12, 25)] }.ToString());
}
