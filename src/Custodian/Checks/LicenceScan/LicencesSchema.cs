using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Custodian.Licences;
using Custodian.Licences.Expressions;
using Custodian.Policies;

namespace Custodian.Checks;

/// <summary>Reads a <c>licences</c> check from the configuration.</summary>
/// <param name="ids">What SPDX lists.</param>
internal sealed partial class LicencesSchema(SpdxIds ids) : ICheckSchema
{
    public const string TypeName = "licences";
    public const string Ratchet = "ratchet";
    public const string Off = "off";

    private const long KiB = 1 << 10;
    private const long MiB = 1 << 20;
    private const long GiB = 1 << 30;

    // Beside 'ignore' nothing else is asked.
    private static readonly string[] Idle = ["allow", "deny", "review", "unlisted", "unknown", "no-grant", "none", "binary", "unreadable", "declared"];

    private readonly LicenceEntries entries = new(ids);

    public string Type => TypeName;

    public JsonObject Read(YamlSection section) => new LicencesSettings
    {
        Terms = Terms(section).Over(LicenceTerms.Default),
        Paths = [.. section.Items("paths").Select(Path)],
        Generated = Globs.Read(section, "generated"),
        Ratchet = section.Choice("baseline", Ratchet, Ratchet, Off) == Ratchet,
        LargestFile = section.Size("largest-file", 32 * MiB, KiB, GiB),
        Scanner = ScannerSchema.Read(section.Section("scanner")),
        Packs = Packs(section),
    }.ToJson();

    // What another scanner tells may be otherwise the next time. What git could not hand out is no failure, but an error.
    public bool IsDeterministic(JsonObject settings) => !settings.ContainsKey("scanner");

    private static LicencePack[] Packs(YamlSection section)
    {
        var met = new HashSet<string>(StringComparer.Ordinal);
        return [.. section.Items("packs").Select(pack => Pack(pack, met)).OfType<LicencePack>()];
    }

    private static LicencePack? Pack(YamlSection section, HashSet<string> met)
    {
        var name = section.Text("name", "write the name of the pack's folder.");
        var digest = section.Text("digest", $"write the one that 'custodian licences --pack FOLDER' tells, beginning with {LicencePack.Algorithm}");
        section.Close();
        if (name is not null && !RulePack.IsName(name.Text)) section.Report("name", $"{Quote.Of(name.Text)} cannot be the name of a pack: {Identifier.Mend}.");
        else if (name is not null && !met.Add(name.Text)) section.Report("name", $"the pack {Quote.Of(name.Text)} is named twice: remove one.");
        if (digest is not null && !Digest().IsMatch(digest.Text)) section.Report("digest", $"'digest' is {Quote.Of(digest.Text)}: write {LicencePack.Algorithm} and 64 digits 0-9 or a-f.");
        return name is not null && digest is not null && Digest().IsMatch(digest.Text) ? new(name.Text, digest.Text[LicencePack.Algorithm.Length..]) : null;
    }

    private LicenceTerms Terms(YamlSection section)
    {
        var lists = entries.Read(section, "allow", "deny", "review");
        return new()
        {
            Allow = lists[0],
            Deny = lists[1],
            Review = lists[2],
            Unlisted = Stance(section, "unlisted"),
            Unknown = Stance(section, "unknown"),
            NoGrant = Stance(section, "no-grant"),
            None = Stance(section, "none"),
            Binary = Stance(section, "binary"),
            Unreadable = Stance(section, "unreadable", "fail", "review"),
        };
    }

    private LicencePath Path(YamlSection section)
    {
        const string Write = "write globs, such as [\"third-party/**\"].";
        if (!section.Has("paths")) section.Report("paths", $"'paths' is missing: {Write}");
        var path = new LicencePath
        {
            Paths = Globs.ReadIfAny(section, "paths", Write) ?? [],
            Terms = Terms(section),
            Declared = section.Text("declared") is { } declared ? entries.Expression("declared", declared, section.Problems)?.ToString() : null,
            Ignore = section.Flag("ignore", ifMissing: false),
            Reason = section.Text("reason")?.Text,
        };

        if (path.Ignore && !section.Has("reason")) section.Report("ignore", "'ignore' has no 'reason': write one, for whoever reads the report.");
        foreach (var key in path.Ignore ? Idle.Where(section.Has) : []) section.Report(key, $"'{key}' means nothing beside 'ignore': remove one of them.");
        if (!path.Ignore && !Idle.Any(section.Has)) section.Problems.Add(section.At, "this says nothing about its paths: write what is 'declared', what to 'allow', or 'ignore: true' with a reason.");
        section.Close();
        return path;
    }

    private static LicenceStance? Stance(YamlSection section, string key, params string[] allowed) =>
        section.Choice(key, "", allowed.Length > 0 ? allowed : ["fail", "review", "pass"]) is { Length: > 0 } word ? Enum.Parse<LicenceStance>(word, ignoreCase: true) : null;

    [GeneratedRegex(@"^sha256:[0-9a-f]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();
}
