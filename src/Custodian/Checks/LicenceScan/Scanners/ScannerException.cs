namespace Custodian.Checks;

/// <summary>A scanner told nothing that can be used; the message is the rest of a sentence that begins with the scanner.</summary>
internal sealed class ScannerException(string message) : Exception(message);
