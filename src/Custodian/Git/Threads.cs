namespace Custodian.Git;

/// <summary>Work that blocks gets threads of its own: the pool has few, and the service lives on them.</summary>
internal static class Threads
{
    public static Task RunAsync(Action work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
