namespace Custodian.Policies;

/// <summary>The configuration cannot be used as it stands. The message lists every problem, a line each.</summary>
internal sealed class ConfigurationException(IReadOnlyList<Problem> problems, Exception? inner = null)
    : Exception(string.Join('\n', problems), inner)
{
    /// <summary>At least one, in the order of the file.</summary>
    public IReadOnlyList<Problem> Problems => problems;
}
