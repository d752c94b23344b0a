using System.Text.Json.Nodes;
using Custodian.Git;
using Custodian.Policies;

namespace Custodian.Checks;

/// <summary>What a <c>licences</c> check asks of each file of a commit.</summary>
internal sealed record LicencesSettings
{
    /// <summary>What holds where no path says otherwise; nothing of it is null.</summary>
    public required LicenceTerms Terms { get; init; }

    /// <summary>In the order of the file: the first that matches holds.</summary>
    public required IReadOnlyList<LicencePath> Paths { get; init; }

    /// <summary>Globs of generated code, which is judged as all else and counted apart.</summary>
    public required IReadOnlyList<string> Generated { get; init; }

    /// <summary>True: what gold has too does not block. False: everything blocks.</summary>
    public required bool Ratchet { get; init; }

    /// <summary>Bytes; a larger file is unreadable.</summary>
    public required long LargestFile { get; init; }

    /// <summary>Another scanner, whose findings are added; null: none.</summary>
    public ScannerSettings? Scanner { get; init; }

    /// <summary>What is known of licences beside what the engine brings; in the order in which their rules count.</summary>
    public IReadOnlyList<LicencePack> Packs { get; init; } = [];

    /// <summary>How files are read for it.</summary>
    public BlobReading Reading => new() { LargestBlob = (int)Math.Min(LargestFile, Array.MaxLength - 1) };

    /// <summary>Reads what <see cref="LicencesSchema"/> wrote.</summary>
    public static LicencesSettings From(JsonObject settings) => new()
    {
        Terms = LicenceTerms.From(settings),
        Paths = [.. (settings["paths"]?.AsArray() ?? []).Select(path => LicencePath.From(path!.AsObject()))],
        Generated = LicenceTerms.Texts(settings["generated"])!,
        Ratchet = settings["baseline"]!.GetValue<string>() == LicencesSchema.Ratchet,
        LargestFile = settings["largestFileBytes"]!.GetValue<long>(),
        Scanner = settings["scanner"] is { } scanner ? ScannerSettings.From(scanner.AsObject()) : null,
        Packs = [.. (settings["packs"]?.AsArray() ?? []).Select(pack => LicencePack.From(pack!.AsObject()))],
    };

    /// <summary>The packs of each check of licences among some; empty of one that asks for none.</summary>
    public static IReadOnlyList<IReadOnlyList<LicencePack>> PacksOf(IEnumerable<CheckDefinition> checks) =>
        [.. checks.Where(check => check.Type == LicencesSchema.TypeName).Select(check => From(check.Settings).Packs)];

    /// <summary>The one form in which the settings are digested; its members' names are for ever.</summary>
    public JsonObject ToJson()
    {
        var settings = new JsonObject
        {
            ["generated"] = LicenceTerms.Array(Generated),
            ["baseline"] = Ratchet ? LicencesSchema.Ratchet : LicencesSchema.Off,
            ["largestFileBytes"] = LargestFile,
        };
        Terms.Write(settings);
        // A list of paths, or of packs, has at least one: none is said by leaving it out.
        if (Paths.Count > 0) settings["paths"] = new JsonArray([.. Paths.Select(path => path.ToJson())]);
        if (Scanner is { } scanner) settings["scanner"] = scanner.ToJson();
        if (Packs.Count > 0) settings["packs"] = new JsonArray([.. Packs.Select(pack => pack.ToJson())]);
        return settings;
    }
}
