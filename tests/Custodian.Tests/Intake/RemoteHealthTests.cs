using Custodian.Intake;
using Custodian.Tests.Pages;
using Xunit;

namespace Custodian.Tests.Intake;

public class RemoteHealthTests
{
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(60);

    private readonly StandingClock clock = new();
    private readonly RemoteHealth health;

    public RemoteHealthTests() => health = new(clock);

    [Fact]
    public void The_more_often_a_remote_fails_the_longer_polling_waits_and_never_longer_than_ten_minutes()
    {
        var waits = new List<double>();
        for (var failure = 1; failure <= 8; failure++)
        {
            Assert.Equal(failure, health.Failed("record", "no answer", Poll));
            waits.Add(Wait());
        }

        Assert.Equal([30, 90, 210, 450, 600, 600, 600, 600], waits);
    }

    [Fact]
    public void Looks_that_somebody_asks_for_while_polling_waits_make_it_wait_no_longer()
    {
        health.Failed("record", "no answer", Poll);
        clock.Advance(TimeSpan.FromSeconds(10));

        for (var asked = 0; asked < 20; asked++) health.Failed("record", "still none", Poll);

        Assert.Equal((21, "still none"), (health.Of("record").Failures, health.Of("record").Failure));
        Assert.Equal(20, Wait());
        health.Failed("record", "no answer", Poll);
        Assert.Equal(90, Wait());
    }

    [Fact]
    public void A_remote_that_answers_is_looked_at_with_the_next_poll_whatever_came_before()
    {
        for (var failure = 0; failure < 5; failure++) health.Failed("record", "no answer", Poll);

        health.Reached("record", null);

        Assert.True(health.MayLook("record"));
        Assert.Equal(1, health.Failed("record", "no answer", Poll));
        Assert.Equal(30, Wait());
    }

    [Fact]
    public void Trouble_with_a_branch_is_told_and_puts_off_no_look_at_gold()
    {
        health.Reached("record", "refs/heads/topic: broken");

        Assert.True(health.MayLook("record"));
        Assert.Equal("refs/heads/topic: broken", health.Of("record").Failure);
        Assert.Equal(clock.GetUtcNow(), health.Of("record").ReachedAt);
    }

    // Moves the clock to where polling looks again.
    private double Wait()
    {
        var seconds = 0;
        for (; !health.MayLook("record"); seconds++) clock.Advance(TimeSpan.FromSeconds(1));
        return seconds;
    }
}
