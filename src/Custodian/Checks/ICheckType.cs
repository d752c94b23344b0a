namespace Custodian.Checks;

/// <summary>One type of check: <c>command</c>, <c>licences</c>, … A new one is one file here and one line in the setup.</summary>
internal interface ICheckType
{
    /// <summary>Its name in the policy.</summary>
    string Type { get; }

    /// <summary>True: the sources are laid out in a workspace for it. False: it reads git.</summary>
    bool NeedsWorkspace => true;

    /// <summary>Runs it over the sources laid out in a workspace that it may use up, or over the clone, which it only reads.</summary>
    /// <returns>How it ended: whatever goes wrong with the candidate, or with running it, is an outcome.</returns>
    /// <exception cref="OperationCanceledException">The service is stopping; nothing is left running.</exception>
    Task<CheckReport> RunAsync(CheckRequest request, CancellationToken stop);
}
