namespace Custodian.Rules;

/// <summary>The stable codes of reasons. Programs depend on them: add, never change.</summary>
public static class ReasonCode
{
    /// <summary>The policy asks for so little that nothing could ever be held: it promotes nothing.</summary>
    public const string PolicyEmpty = "policy-empty";

    /// <summary>The service runs with a policy that the custodians have not adopted.</summary>
    public const string PolicyNotAdopted = "policy-not-adopted";

    /// <summary>The repository has no gold that the custodians adopted.</summary>
    public const string NotAdopted = "repository-not-adopted";

    /// <summary>The repository is frozen.</summary>
    public const string Frozen = "repository-frozen";

    /// <summary>The candidate does not descend from gold.</summary>
    public const string NotFastForward = "not-a-fast-forward";

    /// <summary>No watched source branch contains the candidate any more.</summary>
    public const string NotOnSource = "not-on-source";

    /// <summary>What the candidate contains has not been computed.</summary>
    public const string SubjectUnknown = "subject-unknown";

    /// <summary>A check has not been run in the definition in force.</summary>
    public const string CheckNotRun = "check-not-run";

    /// <summary>A check found something.</summary>
    public const string CheckFailed = "check-failed";

    /// <summary>A check ran out of time.</summary>
    public const string CheckTimedOut = "check-timed-out";

    /// <summary>A check was killed.</summary>
    public const string CheckKilled = "check-killed";

    /// <summary>A check left no usable report.</summary>
    public const string CheckNoReport = "check-no-report";

    /// <summary>A check could not be run.</summary>
    public const string CheckErrored = "check-errored";

    /// <summary>Someone who may, said no.</summary>
    public const string Vetoed = "vetoed";

    /// <summary>A seat waits for its sign-off.</summary>
    public const string SignOffMissing = "sign-off-missing";

    /// <summary>Nobody could fill a seat.</summary>
    public const string SeatVacant = "seat-vacant";

    /// <summary>The candidate is younger than the policy's soak.</summary>
    public const string Soaking = "soaking";
}
