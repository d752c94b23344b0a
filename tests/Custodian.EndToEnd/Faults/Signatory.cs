namespace Custodian.EndToEnd.Faults;

/// <summary>A person of the estate who votes.</summary>
internal sealed record Signatory(string Person, string Custodian, string Role)
{
    public const string Director = "director";
    public const string SafetyOfficer = "clinical-safety-officer";

    public static readonly IReadOnlyList<Signatory> Directors =
        [new("taunton-director", "taunton", Director), new("sthk-director", "sthk", Director), new("blackpool-director", "blackpool", Director)];

    /// <summary>Everyone whose approval a promotion needs.</summary>
    public static readonly IReadOnlyList<Signatory> All = [.. Directors, new("taunton-cso", "taunton", SafetyOfficer)];
}
