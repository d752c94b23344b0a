using System.Text.Json.Nodes;

namespace Custodian.Checks;

/// <summary>What a <c>command</c> check runs, and within what limits.</summary>
internal sealed record CommandSettings
{
    /// <summary>The program and its arguments, at least one; no shell reads them.</summary>
    public required IReadOnlyList<string> Run { get; init; }

    /// <summary>Which files of the workspace are JUnit reports (<c>**/TEST-*.xml</c>); null: the exit code alone decides.</summary>
    public string? Reports { get; init; }

    /// <summary>Wall time; 1 s to 24 h.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Bytes of memory.</summary>
    public required long Memory { get; init; }

    /// <summary>Most processes and threads at once.</summary>
    public required int Processes { get; init; }

    /// <summary>Greatest size of one written file, in bytes.</summary>
    public required long FileSize { get; init; }

    /// <summary>Processor time of one process.</summary>
    public required TimeSpan CpuTime { get; init; }

    /// <summary>Always <c>none</c> in this version.</summary>
    public required string Network { get; init; }

    /// <summary><c>required</c>, or <c>none</c>: runs with the service's own rights, which every result says.</summary>
    public required string Sandbox { get; init; }

    /// <summary>More absolute paths of the host that the command may read.</summary>
    public required IReadOnlyList<string> ReadOnly { get; init; }

    /// <summary>Plain variables besides those of the sandbox; no secrets.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Reads what <see cref="CommandSchema"/> wrote.</summary>
    public static CommandSettings From(JsonObject settings) => new()
    {
        Run = Texts(settings["run"]!),
        Reports = settings["reports"]?.GetValue<string>(),
        Timeout = TimeSpan.FromSeconds(Number(settings["timeoutSeconds"]!)),
        Memory = Number(settings["memoryBytes"]!),
        Processes = (int)Number(settings["processes"]!),
        FileSize = Number(settings["fileSizeBytes"]!),
        CpuTime = TimeSpan.FromSeconds(Number(settings["cpuTimeSeconds"]!)),
        Network = settings["network"]!.GetValue<string>(),
        Sandbox = settings["sandbox"]!.GetValue<string>(),
        ReadOnly = Texts(settings["read"]!),
        Environment = settings["environment"]!.AsObject().ToDictionary(variable => variable.Key, variable => variable.Value!.GetValue<string>()),
    };

    /// <summary>The one form in which the settings are digested; its members' names are for ever.</summary>
    public JsonObject ToJson() => new()
    {
        ["run"] = new JsonArray([.. Run.Select(word => JsonValue.Create(word))]),
        ["reports"] = Reports,
        ["timeoutSeconds"] = (long)Timeout.TotalSeconds,
        ["memoryBytes"] = Memory,
        ["processes"] = (long)Processes,
        ["fileSizeBytes"] = FileSize,
        ["cpuTimeSeconds"] = (long)CpuTime.TotalSeconds,
        ["network"] = Network,
        ["sandbox"] = Sandbox,
        ["read"] = new JsonArray([.. ReadOnly.Select(path => JsonValue.Create(path))]),
        ["environment"] = new JsonObject(Environment.Select(variable => KeyValuePair.Create<string, JsonNode?>(variable.Key, variable.Value))),
    };

    // Every number was made as long, or comes from parsed JSON: both give a long.
    private static long Number(JsonNode node) => node.GetValue<long>();

    private static IReadOnlyList<string> Texts(JsonNode list) => [.. list.AsArray().Select(text => text!.GetValue<string>())];
}
