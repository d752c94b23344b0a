namespace Custodian.Licences;

/// <summary>Where a text differs from the licence's own words.</summary>
/// <param name="Line">Line of the file, from 1.</param>
/// <param name="Expected">The licence's words that are missing here, in lower case; empty where words were only added.</param>
/// <param name="Found">The file's words in their place, in lower case; empty where words were only left out.</param>
public sealed record WordDifference(int Line, string Expected, string Found);
