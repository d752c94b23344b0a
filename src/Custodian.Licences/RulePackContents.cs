namespace Custodian.Licences;

/// <summary>What an index took of a rule pack.</summary>
public sealed record RulePackContents
{
    /// <summary>The pack's name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the pack, 64 hex digits in lower case; <see cref="RulePack.Digest"/> tells of what.</summary>
    public required string Digest { get; init; }

    /// <summary>Rules that are met word for word.</summary>
    public required int Phrases { get; init; }

    /// <summary>Rules that are found though words differ.</summary>
    public required int Texts { get; init; }

    /// <summary>Rules that were passed over: how many, by why. Empty: none.</summary>
    public required IReadOnlyDictionary<string, int> LeftOut { get; init; }

    /// <summary>Name and digest as a version names them: <c>ours@0123456789ab</c>.</summary>
    public string Label => RulePack.LabelOf(Name, Digest);
}
