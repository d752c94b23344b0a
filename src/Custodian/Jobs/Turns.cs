namespace Custodian.Jobs;

/// <summary>
/// One run of a step at a time for each repository. Who is woken meanwhile does not wait for it, since a silent remote
/// would then take one worker after the other from all repositories: whoever is at work goes once more.
/// </summary>
internal sealed class Turns
{
    private readonly Lock guard = new();
    private readonly Dictionary<string, bool> wokenAgain = new(StringComparer.Ordinal);

    /// <summary>Does the work, or has it done once more by whoever is at it. What the work throws is thrown here, and ends the turn.</summary>
    public async Task RunAsync(string id, Func<Task> work)
    {
        if (!Begin(id)) return;
        try
        {
            do await work();
            while (GoOn(id));
        }
        catch
        {
            End(id);
            throw;
        }
    }

    private bool Begin(string id)
    {
        lock (guard)
        {
            if (wokenAgain.TryAdd(id, false)) return true;
            wokenAgain[id] = true;
            return false;
        }
    }

    private bool GoOn(string id)
    {
        lock (guard)
        {
            var again = wokenAgain[id];
            if (again) wokenAgain[id] = false;
            else wokenAgain.Remove(id);
            return again;
        }
    }

    private void End(string id)
    {
        lock (guard) wokenAgain.Remove(id);
    }
}
