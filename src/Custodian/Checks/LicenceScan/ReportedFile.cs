namespace Custodian.Checks;

/// <summary>One file, and what the policy says of it.</summary>
/// <param name="File">Where it lies, and what was found in it.</param>
/// <param name="Sha256">Of an archive, in hex; null of all else.</param>
/// <param name="Declared">The expression that its owners declare; null: none.</param>
/// <param name="Ignored">True: nothing is asked of it.</param>
/// <param name="Generated">True: it is generated code.</param>
internal sealed record ReportedFile(LicenceFile File, string? Sha256, string? Declared, bool Ignored, bool Generated);
