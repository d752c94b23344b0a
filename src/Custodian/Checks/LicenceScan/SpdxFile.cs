namespace Custodian.Checks;

/// <summary>One file as a report lists it.</summary>
/// <param name="File">The file and what was found in it.</param>
/// <param name="Sha1">SHA-1 of its bytes, in hex; null where they could not be had.</param>
/// <param name="Declared">The expression that its owners declare; null: none.</param>
/// <param name="Sha256">SHA-256 of its bytes, in hex, where it is an archive; null of all else.</param>
internal sealed record SpdxFile(LicenceFile File, string? Sha1, string? Declared = null, string? Sha256 = null);
