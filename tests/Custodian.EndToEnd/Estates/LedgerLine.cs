using System.Globalization;
using System.Text.Json.Nodes;

namespace Custodian.EndToEnd.Estates;

/// <summary>One row of the table of facts as an outsider reads it: plain SQL and JSON, no code of the service.</summary>
/// <param name="Bytes">The body as it was hashed.</param>
internal sealed record LedgerLine(long Seq, string Kind, string? Repository, string? Commit, string At, byte[] Bytes, byte[] LeafHash)
{
    public JsonNode Body { get; } = JsonNode.Parse(Bytes)!;

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset Time => DateTimeOffset.Parse(At, CultureInfo.InvariantCulture);

    /// <summary>What a member says, as text.</summary>
    public string this[string member] => Find(member) ?? throw new InvalidDataException($"Fact {Seq} has no {member}.");

    public long Number(string member) => (long)Body[member]!;

    public string? Find(string member) => Body[member]?.ToString();
}
