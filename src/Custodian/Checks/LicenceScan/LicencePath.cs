using System.Text.Json.Nodes;

namespace Custodian.Checks;

/// <summary>What holds for some paths; of several that match a path, the first.</summary>
internal sealed record LicencePath
{
    /// <summary>Globs, at least one.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>What is said otherwise here.</summary>
    public required LicenceTerms Terms { get; init; }

    /// <summary>
    /// The SPDX expression under which their owners declare these files to be, canonical and in the list's case: it counts instead of
    /// what is found in them. Null: what is found counts.
    /// </summary>
    public string? Declared { get; init; }

    /// <summary>True: whatever these files are, it is not asked; they are counted.</summary>
    public bool Ignore { get; init; }

    /// <summary>Why, for people.</summary>
    public string? Reason { get; init; }

    public static LicencePath From(JsonObject settings) => new()
    {
        Paths = LicenceTerms.Texts(settings["paths"])!,
        Terms = LicenceTerms.From(settings),
        Declared = settings["declared"]?.GetValue<string>(),
        Ignore = settings["ignore"]?.GetValue<bool>() ?? false,
        Reason = settings["reason"]?.GetValue<string>(),
    };

    public JsonObject ToJson()
    {
        var settings = new JsonObject { ["paths"] = LicenceTerms.Array(Paths) };
        Terms.Write(settings);
        if (Declared is not null) settings["declared"] = Declared;
        if (Ignore) settings["ignore"] = true;
        if (Reason is not null) settings["reason"] = Reason;
        return settings;
    }
}
