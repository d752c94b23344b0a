namespace Custodian.Checks;

/// <summary>An archive is out of bounds, or damaged where it would tell of licences; the message is the rest of a sentence that begins with its name.</summary>
internal sealed class ArchiveException(string message, Exception? inner = null) : Exception(message, inner);
