namespace Custodian.SignOffs.Reviews;

/// <summary>What a comment can ask for.</summary>
internal enum CommentVerb
{
    Approve,
    Reject,
    Withdraw,

    /// <summary>How the commit stands, and who has to act.</summary>
    Why,

    /// <summary>To run what failed again.</summary>
    Recheck,
}
