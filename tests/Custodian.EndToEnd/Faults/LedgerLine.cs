using System.Globalization;
using System.Text.Json;

namespace Custodian.EndToEnd.Faults;

/// <summary>One row of the table of facts as an outsider reads it: plain SQL and JSON, no code of the service.</summary>
internal sealed record LedgerLine(long Seq, string Kind, string? Repository, string? Commit, string At, byte[] Body, byte[] LeafHash)
{
    private readonly JsonElement json = JsonDocument.Parse(Body).RootElement;

    public string this[string member] => Find(member) ?? throw new InvalidDataException($"Fact {Seq} has no {member}.");

    public long Number(string member) => json.GetProperty(member).GetInt64();

    public string? Find(string member) => json.TryGetProperty(member, out var value) ? value.ToString() : null;

    public DateTimeOffset Time(string member) => DateTimeOffset.Parse(this[member], CultureInfo.InvariantCulture);
}
