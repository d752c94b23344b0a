using System.Text.Json.Nodes;

namespace Custodian.Checks;

/// <summary>A rule pack that custodians voted for.</summary>
/// <param name="Name">The folder's name where the operator keeps packs, and its name in results.</param>
/// <param name="Digest">SHA-256 of the pack, 64 hex digits; what lies there with another digest is not used.</param>
internal sealed record LicencePack(string Name, string Digest)
{
    /// <summary>What stands before a digest in the configuration.</summary>
    public const string Algorithm = "sha256:";

    public static LicencePack From(JsonObject settings) => new(settings["name"]!.GetValue<string>(), settings["digest"]!.GetValue<string>()[Algorithm.Length..]);

    public JsonObject ToJson() => new() { ["name"] = Name, ["digest"] = Algorithm + Digest };
}
