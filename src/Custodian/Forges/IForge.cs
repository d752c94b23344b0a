namespace Custodian.Forges;

/// <summary>
/// Where people talk about code. Each call may be repeated: a second one changes nothing more, whatever became of the first one's
/// answer. Calls may take minutes, where the forge asks for patience.
/// </summary>
internal interface IForge
{
    /// <summary>The repository as the forge knows it now; renames and transfers are followed.</summary>
    /// <param name="fullName"><c>OWNER/NAME</c>.</param>
    /// <returns>Null: it is not there, or not visible to us.</returns>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached.</exception>
    Task<ForgeRepository?> FindAsync(string fullName, CancellationToken stop);

    /// <summary>
    /// Creates the check run, or updates the one of ours that has its external id on that commit. Annotations that the forge has
    /// already are not sent again, by their number and order: an external id never gets other ones.
    /// </summary>
    /// <param name="known">What an earlier call returned, for this external id or for one that had no annotations and becomes this one; null: it is looked for.</param>
    /// <returns>The forge's id.</returns>
    /// <exception cref="ForgeException">The forge refused, or cannot be reached; some of it may be there, and the next call does the rest.</exception>
    Task<long> PutCheckRunAsync(ForgeRepository repository, ForgeCheckRun run, long? known, CancellationToken stop);
}
