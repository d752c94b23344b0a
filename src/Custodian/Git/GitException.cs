namespace Custodian.Git;

/// <summary>git could not do what was asked: the remote is gone, silent or refuses, or the disk is full. The message is git's own.</summary>
internal sealed class GitException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when asking for less would fail for the same reason.</summary>
    public bool OfWholeRemote { get; init; }

    /// <summary>True when it had been given all the time that it may have.</summary>
    public bool TimedOut { get; init; }
}
