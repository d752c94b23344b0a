namespace Custodian.Checks;

/// <summary>One type of check: <c>command</c>, … A new one is one file here and one line in the setup.</summary>
internal interface ICheckType
{
    /// <summary>Its name in the policy.</summary>
    string Type { get; }

    /// <summary>Runs it over the sources laid out in a workspace that it may use up.</summary>
    /// <returns>How it ended: whatever goes wrong with the candidate, or with running it, is an outcome.</returns>
    /// <exception cref="OperationCanceledException">The service is stopping; nothing is left running.</exception>
    Task<CheckReport> RunAsync(CheckRequest request, CancellationToken stop);
}
