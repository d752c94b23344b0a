using System.Data;
using Dapper;

namespace Custodian.Store;

/// <summary>Facts as leaves of the ledger's tree: what was hashed and what came of it, none of it read as JSON.</summary>
internal sealed class LedgerLeaves(IDbConnection connection, IDbTransaction? transaction)
{
    private const string HashRange = "select LeafHash from Fact where Seq >= @first and Seq < @end order by Seq";

    private const string BodyRange = "select Body from Fact where Seq >= @first and Seq < @end order by Seq";

    private const string EveryRow = """select Seq, Kind, Repository, "Commit", At, Body, LeafHash from Fact order by Seq""";

    public IReadOnlyList<byte[]> Hashes(long first, int count) => [.. connection.Query<byte[]>(HashRange, new { first, end = first + count }, transaction)];

    public IReadOnlyList<byte[]> Bodies(long first, int count) => [.. connection.Query<byte[]>(BodyRange, new { first, end = first + count }, transaction)];

    /// <summary>Every row as it stands, in order, one at a time.</summary>
    public IEnumerable<LedgerRow> Rows() => connection.Query<LedgerRow>(EveryRow, transaction: transaction, buffered: false);
}
