using System.Data;
using Dapper;

namespace Custodian.Store;

/// <summary>Tiles of the ledger's tree, a projection of the facts' leaf hashes.</summary>
internal sealed class LedgerTiles(IDbConnection connection, IDbTransaction? transaction)
{
    private const string OneTile = "select Hashes from Tile where Level = @level and Number = @number";

    private const string Widen = "update Tile set Hashes = @hashes where Level = @level and Number = @number";

    private const string Add = """
        insert into Tile (Level, Number, Hashes)
        select @level, @number, @hashes
        where  not exists (select 1 from Tile where Level = @level and Number = @number)
        """;

    /// <summary>The hashes of a tile one after another; null where it is not kept.</summary>
    public byte[]? Find(int level, long number) => connection.QuerySingleOrDefault<byte[]>(OneTile, new { level, number }, transaction);

    /// <summary>Keeps a tile, in place of a narrower one.</summary>
    public void Keep(int level, long number, byte[] hashes)
    {
        if (connection.Execute(Widen, new { level, number, hashes }, transaction) == 0) connection.Execute(Add, new { level, number, hashes }, transaction);
    }
}
