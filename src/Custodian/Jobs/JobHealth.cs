using Hangfire;

namespace Custodian.Jobs;

/// <summary>Whether jobs are being worked on.</summary>
internal sealed class JobHealth(JobStorage storage)
{
    // One for the gate, one for remotes and one for checks.
    public bool Alive() => storage.GetMonitoringApi().Servers().Count >= 3;
}
