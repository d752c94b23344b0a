namespace Custodian.Licences;

/// <summary>One file of a rule pack.</summary>
/// <param name="Path">Relative to the pack's folder, with forward slashes.</param>
/// <param name="Bytes">All of it.</param>
public readonly record struct RulePackFile(string Path, ReadOnlyMemory<byte> Bytes);
