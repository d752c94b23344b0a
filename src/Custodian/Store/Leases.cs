using System.Data;
using Dapper;

namespace Custodian.Store;

/// <summary>Leases with fencing numbers, by conditional updates and their row counts alone.</summary>
internal sealed class Leases(IDbConnection connection, IDbTransaction transaction)
{
    private const string EnsureRow = """
        insert into Lease (Name, Holder, Fence, Until)
        select @name, '', 0, ''
        where  not exists (select 1 from Lease where Name = @name)
        """;

    private const string TakeOver = """
        update Lease
        set    Holder = @holder, Fence = Fence + 1, Until = @until
        where  Name = @name and (Holder = '' or Holder = @holder or Until < @now)
        """;

    private const string FenceOf = "select Fence from Lease where Name = @name";

    private const string Holds = "select count(*) from Lease where Name = @name and Holder = @holder and Fence = @fence and Until >= @now";

    private const string GiveBack = "update Lease set Holder = '' where Name = @name and Holder = @holder and Fence = @fence";

    private const string Clear = "update Lease set Holder = '', Fence = Fence + 1 where Holder <> ''";

    public long? Take(string name, string holder, DateTimeOffset now, TimeSpan length)
    {
        connection.Execute(EnsureRow, new { name }, transaction);
        var taken = connection.Execute(TakeOver, new { name, holder, now = Projections.SortableTime(now), until = Projections.SortableTime(now + length) }, transaction);
        return taken == 1 ? connection.ExecuteScalar<long>(FenceOf, new { name }, transaction) : null;
    }

    public bool Held(string name, string holder, long fence, DateTimeOffset now) =>
        connection.ExecuteScalar<long>(Holds, new { name, holder, fence, now = Projections.SortableTime(now) }, transaction) == 1;

    public void Release(string name, string holder, long fence) => connection.Execute(GiveBack, new { name, holder, fence }, transaction);

    /// <summary>Ends every lease: at the start of the only process there is, all holders are dead.</summary>
    public static void EndAll(IDbConnection connection) => connection.Execute(Clear);
}
