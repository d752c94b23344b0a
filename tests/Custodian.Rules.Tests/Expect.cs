using Xunit;

namespace Custodian.Rules.Tests;

/// <summary>What a test says of a verdict, in one line.</summary>
internal static class Expect
{
    public static void Promotes(Facts facts) => Assert.IsType<Verdict.Promote>(Gate.Decide(facts));

    /// <summary>Held, for exactly this one reason.</summary>
    public static Reason HeldFor(string code, string subject, Facts facts)
    {
        var reason = Assert.Single(Assert.IsType<Verdict.Hold>(Gate.Decide(facts)).Reasons);
        Assert.Equal((code, subject), (reason.Code, reason.Subject));
        return reason;
    }

    /// <summary>Rejected, for exactly this one reason.</summary>
    public static Reason RejectedFor(string code, string subject, Facts facts)
    {
        var reason = Assert.Single(Assert.IsType<Verdict.Reject>(Gate.Decide(facts)).Reasons);
        Assert.Equal((code, subject), (reason.Code, reason.Subject));
        return reason;
    }

    public static void Who(Reason reason, params string[] who) => Assert.Equal(who, reason.Who.Select(actor => actor.ToString()));
}
