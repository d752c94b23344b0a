namespace Custodian.EndToEnd.Faults;

/// <summary>How an estate is set up; each fault test changes what it is about.</summary>
internal sealed record EstateOptions
{
    public string Poll { get; init; } = "1s";

    public string Reconcile { get; init; } = "1s";

    public string PushTimeout { get; init; } = "20s";

    public string FetchTimeout { get; init; } = "20s";

    /// <summary>The required check, in YAML's flow style.</summary>
    public string Check { get; init; } = """{ type: command, run: ["true"], timeout: 1m, sandbox: none }""";

    /// <summary>Repositories by name, and the address of each; null: a bare repository of the estate, as a file.</summary>
    public IReadOnlyDictionary<string, string?> Repositories { get; init; } = new Dictionary<string, string?> { [FaultEstate.Repository] = null };

    /// <summary>How the repositories with an address are reached, as members of the credential in YAML's flow style.</summary>
    public string? Credential { get; init; }
}
