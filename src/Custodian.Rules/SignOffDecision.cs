namespace Custodian.Rules;

/// <summary>What a person said of a commit.</summary>
public enum SignOffDecision
{
    /// <summary>It may become gold.</summary>
    Approve,

    /// <summary>It must not: a veto until it is withdrawn.</summary>
    Reject,

    /// <summary>What this person said before in this role no longer holds.</summary>
    Withdraw,
}
