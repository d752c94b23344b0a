namespace Custodian.Git;

/// <summary>A commit's contents cannot be taken as they are. The message names the mend.</summary>
/// <param name="code">Stable: <c>submodule</c>, <c>unsafe-path</c>, <c>too-large</c>.</param>
internal sealed class UnreadableContentException(string code, string message) : Exception(message)
{
    public string Code => code;
}
