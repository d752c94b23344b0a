using System.Text.Json.Nodes;

namespace Custodian.Checks;

/// <summary>Another scanner of licences, whose findings are added to ours.</summary>
internal sealed record ScannerSettings
{
    public const string ScanCode = "scancode";
    public const string Spdx = "spdx";

    /// <summary>By which it is named in results.</summary>
    public required string Name { get; init; }

    /// <summary>How it is run, and within what limits.</summary>
    public required CommandSettings Command { get; init; }

    /// <summary><see cref="ScanCode"/> or <see cref="Spdx"/>.</summary>
    public required string Prints { get; init; }

    /// <summary>The file that it writes, from the top of the code.</summary>
    public required string Report { get; init; }

    public static ScannerSettings From(JsonObject settings) => new()
    {
        Name = settings["name"]!.GetValue<string>(),
        Command = CommandSettings.From(settings),
        Prints = settings["prints"]!.GetValue<string>(),
        Report = settings["report"]!.GetValue<string>(),
    };

    /// <summary>The one form in which the settings are digested, beside those of a command; its members' names are for ever.</summary>
    public JsonObject ToJson()
    {
        var settings = Command.ToJson();
        settings["name"] = Name;
        settings["prints"] = Prints;
        settings["report"] = Report;
        return settings;
    }
}
