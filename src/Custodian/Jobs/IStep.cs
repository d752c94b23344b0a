namespace Custodian.Jobs;

/// <summary>
/// What a kind of job does. It reads the facts, does what is missing, appends what happened and names the next step's
/// kind. Running it twice, late, or after a crash changes nothing.
/// </summary>
internal interface IStep
{
    JobKind Kind { get; }

    Task RunAsync(string id, CancellationToken stop);
}
