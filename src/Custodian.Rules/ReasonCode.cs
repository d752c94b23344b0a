namespace Custodian.Rules;

/// <summary>The stable codes of reasons. Programs depend on them: add, never change.</summary>
public static class ReasonCode
{
    /// <summary>The policy asks for so little that nothing could ever be held: it promotes nothing.</summary>
    public const string PolicyEmpty = "policy-empty";

    /// <summary>The service runs with a policy that the custodians have not adopted.</summary>
    public const string PolicyNotAdopted = "policy-not-adopted";

    /// <summary>The candidate brings a policy that cannot be adopted as it is written.</summary>
    public const string PolicyUnreadable = "policy-unreadable";

    /// <summary>The candidate brings a policy that not every custodian has approved, under the rules in force and under its own.</summary>
    public const string PolicyAwaited = "policy-awaited";

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

    /// <summary>Gold's tip passed the urgent gate, and the main line has not taken it up yet.</summary>
    public const string MergeGoldFirst = "merge-gold-first";

    /// <summary>A check's result has outlived the time for which it is good.</summary>
    public const string CheckExpired = "check-expired";

    /// <summary>A check went against the candidate and is run again.</summary>
    public const string CheckRetrying = "check-retrying";

    /// <summary>A check went against the candidate, and what excused that has expired.</summary>
    public const string WaiverExpired = "waiver-expired";

    /// <summary>No promotion window is open.</summary>
    public const string OutsideWindow = "outside-window";

    /// <summary>Promotion windows exist, and what their clocks show is not known.</summary>
    public const string LocalTimeUnknown = "local-time-unknown";

    /// <summary>A rule asks about the changes, and they are not known.</summary>
    public const string ChangesUnknown = "changes-unknown";

    /// <summary>A rule excludes who pushed, and that is not known.</summary>
    public const string PusherUnknown = "pusher-unknown";
}
