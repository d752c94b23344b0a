using Custodian.Licences.Phrases;
using Custodian.Licences.Texts;

namespace Custodian.Licences;

/// <summary>What the build compiles, and the engine is made of.</summary>
internal sealed record IndexData
{
    public required string Version { get; init; }

    /// <summary>Words in the order of their numbers, from 1.</summary>
    public required IReadOnlyList<byte[]> Words { get; init; }

    public required IReadOnlyList<TextRule> Texts { get; init; }

    public required IReadOnlyList<(PhraseRule Rule, string Phrase)> Phrases { get; init; }

    /// <summary>Phrases that have a name, for <c>@name</c>.</summary>
    public required IReadOnlyDictionary<string, string> Names { get; init; }

    /// <summary>SPDX's licence ids as SPDX writes them.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Ids that SPDX has deprecated.</summary>
    public required IReadOnlyList<string> Deprecated { get; init; }

    /// <summary>SPDX's exception ids.</summary>
    public required IReadOnlyList<string> Exceptions { get; init; }
}
