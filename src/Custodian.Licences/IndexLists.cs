namespace Custodian.Licences;

/// <summary>What the index begins with: all that there is to know of licences' names.</summary>
/// <param name="Version">Version of the data.</param>
/// <param name="Ids">SPDX's licence ids as SPDX writes them.</param>
/// <param name="Deprecated">Ids that SPDX has deprecated.</param>
/// <param name="Exceptions">SPDX's exception ids.</param>
internal sealed record IndexLists(string Version, IReadOnlyList<string> Ids, IReadOnlyList<string> Deprecated, IReadOnlyList<string> Exceptions);
