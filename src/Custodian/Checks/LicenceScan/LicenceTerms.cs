using System.Text.Json.Nodes;

namespace Custodian.Checks;

/// <summary>What holds for files: which licences, and what to make of what is none. Null: as the check says elsewhere.</summary>
internal sealed record LicenceTerms
{
    /// <summary>What a check says that says nothing.</summary>
    public static readonly LicenceTerms Default = new()
    {
        Allow = [],
        Deny = [],
        Review = [],
        Unlisted = LicenceStance.Fail,
        Unknown = LicenceStance.Fail,
        NoGrant = LicenceStance.Fail,
        None = LicenceStance.Pass,
        Binary = LicenceStance.Pass,
        Unreadable = LicenceStance.Fail,
    };

    /// <summary>SPDX expressions of one licence each, with or without an exception: canonical, in the list's case, in ordinal order.</summary>
    public IReadOnlyList<string>? Allow { get; init; }

    public IReadOnlyList<string>? Deny { get; init; }

    public IReadOnlyList<string>? Review { get; init; }

    /// <summary>A licence that is on none of the three.</summary>
    public LicenceStance? Unlisted { get; init; }

    /// <summary>Words that grant or forbid something, of a licence that nobody knows.</summary>
    public LicenceStance? Unknown { get; init; }

    /// <summary>All rights reserved, and nothing granted.</summary>
    public LicenceStance? NoGrant { get; init; }

    /// <summary>A text without a word of any licence.</summary>
    public LicenceStance? None { get; init; }

    /// <summary>Not a text.</summary>
    public LicenceStance? Binary { get; init; }

    /// <summary>Missing, too large, or not to be read to its end.</summary>
    public LicenceStance? Unreadable { get; init; }

    /// <summary>These, and where they say nothing, others. A list is replaced as a whole.</summary>
    public LicenceTerms Over(LicenceTerms others) => new()
    {
        Allow = Allow ?? others.Allow,
        Deny = Deny ?? others.Deny,
        Review = Review ?? others.Review,
        Unlisted = Unlisted ?? others.Unlisted,
        Unknown = Unknown ?? others.Unknown,
        NoGrant = NoGrant ?? others.NoGrant,
        None = None ?? others.None,
        Binary = Binary ?? others.Binary,
        Unreadable = Unreadable ?? others.Unreadable,
    };

    public static LicenceTerms From(JsonObject settings) => new()
    {
        Allow = Texts(settings["allow"]),
        Deny = Texts(settings["deny"]),
        Review = Texts(settings["review"]),
        Unlisted = Stance(settings["unlisted"]),
        Unknown = Stance(settings["unknown"]),
        NoGrant = Stance(settings["noGrant"]),
        None = Stance(settings["none"]),
        Binary = Stance(settings["binary"]),
        Unreadable = Stance(settings["unreadable"]),
    };

    /// <summary>Writes what is said; the members' names are for ever.</summary>
    public void Write(JsonObject settings)
    {
        Add("allow", Allow is null ? null : Array(Allow));
        Add("deny", Deny is null ? null : Array(Deny));
        Add("review", Review is null ? null : Array(Review));
        Add("unlisted", Word(Unlisted));
        Add("unknown", Word(Unknown));
        Add("noGrant", Word(NoGrant));
        Add("none", Word(None));
        Add("binary", Word(Binary));
        Add("unreadable", Word(Unreadable));

        void Add(string name, JsonNode? value)
        {
            if (value is not null) settings[name] = value;
        }
    }

    public static IReadOnlyList<string>? Texts(JsonNode? list) => list is null ? null : [.. list.AsArray().Select(text => text!.GetValue<string>())];

    public static JsonArray Array(IEnumerable<string> texts) => [.. texts.Select(text => JsonValue.Create(text))];

    private static LicenceStance? Stance(JsonNode? word) => word is null ? null : Enum.Parse<LicenceStance>(word.GetValue<string>(), ignoreCase: true);

    private static JsonValue? Word(LicenceStance? stance) => stance is null ? null : JsonValue.Create(stance.Value.ToString().ToLowerInvariant());
}
