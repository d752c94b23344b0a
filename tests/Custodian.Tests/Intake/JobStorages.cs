using Hangfire;
using Hangfire.InMemory;

namespace Custodian.Tests.Intake;

/// <summary>The job engine's storage without a service around it.</summary>
internal static class JobStorages
{
    public static InMemoryStorage Make()
    {
        // Hangfire logs, for the whole process, where the newest service did, which may be gone by now.
        GlobalConfiguration.Configuration.UseNoOpLogProvider();
        return new();
    }
}
