namespace Custodian.Licences;

/// <summary>
/// How much work one file may cost. Counted in steps, not in time, so that the same file gives the same answer on every machine.
/// </summary>
internal sealed class Effort(long most)
{
    /// <summary>Steps taken so far.</summary>
    public long Taken { get; private set; }

    /// <exception cref="TooCostlyException">No more may be spent on this file.</exception>
    public void Spend(long steps)
    {
        if ((Taken += steps) > most) throw new TooCostlyException();
    }
}
