namespace Custodian.Notices.Proposals;

/// <summary>How far a candidate's pull request is; every one but the first is an end.</summary>
internal enum ProposalState
{
    Open,

    /// <summary>It is gold, or was.</summary>
    Gold,

    /// <summary>Gold contains it, and never stood there.</summary>
    Passed,

    /// <summary>No watched branch contains it any more.</summary>
    LeftSource,

    /// <summary>A newer commit of its branch is proposed instead.</summary>
    GaveWay,
}
