namespace Custodian.Rules;

/// <summary>Who may not fill a seat, whatever their role.</summary>
public enum NotBy
{
    /// <summary>Who wrote a commit between gold and the candidate.</summary>
    Author,

    /// <summary>Who committed one.</summary>
    Committer,

    /// <summary>Who pushed the candidate.</summary>
    Pusher,

    /// <summary>Who sits in a seat of another rule that says the same.</summary>
    AnotherSeat,
}
