namespace Custodian.Licences;

/// <summary>
/// How much work one file may cost. Counted in steps, not in time, so that the same file gives the same answer on every machine.
/// </summary>
internal sealed class Effort(long most)
{
    private long left = most;

    public bool Spent => left <= 0;

    /// <exception cref="TooCostlyException">No more may be spent on this file.</exception>
    public void Spend(long steps)
    {
        if ((left -= steps) <= 0) throw new TooCostlyException();
    }
}
