namespace Custodian.Policies;

/// <summary>A section and the name that it was given in the file.</summary>
internal sealed record NamedSection(YamlText Name, YamlSection Section);
