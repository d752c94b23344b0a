using System.Data;
using Custodian.Store.Facts;
using Dapper;

namespace Custodian.Store;

/// <summary>
/// Which hooks were stored and which were finished. One counts as known only once it is finished: what a crash left in between
/// is worked off again. No facts of the ledger: they say nothing about the gate.
/// </summary>
internal sealed class Deliveries(IDbConnection connection, IDbTransaction? transaction)
{
    /// <summary>A forge offers a redelivery for a few days; after this it is taken for a new one, which changes nothing either.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromDays(30);

    // Each delivery that is finished makes room for itself and some: no clean-up is ever long.
    private const int MostForgotten = 100;

    private const string Add = """
        insert into Delivery (Id, Event, Action, RepositoryId, RepositoryName, InstallationId, Extract, ReceivedAt)
        select @Id, @Event, @Action, @RepositoryId, @RepositoryName, @InstallationId, @Extract, @receivedAt
        where  not exists (select 1 from Delivery where Id = @Id)
        """;

    private const string IsFinished = "select FinishedAt is not null from Delivery where Id = @id";

    private const string One = """
        select Id, Event, Action, RepositoryId, RepositoryName, InstallationId, Extract
        from   Delivery
        where  Id = @id and FinishedAt is null
        """;

    private const string AreStored = "select Id from Delivery where Id in @ids";

    private const string Waiting = "select Id from Delivery where FinishedAt is null order by ReceivedAt limit @most";

    private const string SetFinished = "update Delivery set FinishedAt = @now where Id = @id and FinishedAt is null";

    private const string Forget = """
        delete from Delivery
        where  Id in (select Id from Delivery where FinishedAt < @before order by FinishedAt limit @most)
        """;

    private const string Known = "select Named, Id, FullName, HeardAt from ForgeRepository where Id = @id or Named in @names";

    private const string SetKnown = "update ForgeRepository set Id = @Id, FullName = @FullName, HeardAt = @heardAt where Named = @Named";

    private const string AddKnown = "insert into ForgeRepository (Named, Id, FullName, HeardAt) values (@Named, @Id, @FullName, @heardAt)";

    private const string RemoveKnown = "delete from ForgeRepository where Id = @id";

    /// <summary>Keeps a delivery, unless it is kept already.</summary>
    public DeliveryState Keep(Delivery delivery, DateTimeOffset now)
    {
        var row = new
        {
            delivery.Id,
            delivery.Event,
            delivery.Action,
            delivery.RepositoryId,
            delivery.RepositoryName,
            delivery.InstallationId,
            delivery.Extract,
            receivedAt = Projections.SortableTime(now),
        };
        if (connection.Execute(Add, row, transaction) == 1) return DeliveryState.New;
        return connection.ExecuteScalar<bool>(IsFinished, new { id = delivery.Id }, transaction) ? DeliveryState.Finished : DeliveryState.Unfinished;
    }

    /// <summary>Those of some that were kept, finished or not.</summary>
    public IReadOnlySet<string> Stored(IReadOnlyCollection<string> ids) => connection.Query<string>(AreStored, new { ids }, transaction).ToHashSet(StringComparer.Ordinal);

    /// <summary>Null: it is finished, or was never kept.</summary>
    public Delivery? FindUnfinished(string id) => connection.QuerySingleOrDefault<Delivery>(One, new { id }, transaction);

    /// <summary>Ids of those that nobody has finished with, oldest first.</summary>
    public IReadOnlyList<string> Unfinished(int most) => [.. connection.Query<string>(Waiting, new { most }, transaction)];

    /// <summary>It is done with; what was finished long ago is forgotten.</summary>
    public void Finish(string id, DateTimeOffset now)
    {
        connection.Execute(SetFinished, new { id, now = Projections.SortableTime(now) }, transaction);
        connection.Execute(Forget, new { before = Projections.SortableTime(now - Remembered), most = MostForgotten }, transaction);
    }

    /// <summary>What was learnt of a number, and of names that the policy has.</summary>
    public IReadOnlyList<NamedRepository> Repositories(long id, IEnumerable<string> names) =>
    [
        .. from row in connection.Query<(string Named, long Id, string FullName, string HeardAt)>(Known, new { id, names = names.ToList() }, transaction)
           select new NamedRepository(row.Named, row.Id, row.FullName, UtcTimeConverter.Parse(row.HeardAt)),
    ];

    /// <summary>A repository was heard of.</summary>
    public void Learn(NamedRepository repository)
    {
        var row = new { repository.Named, repository.Id, repository.FullName, heardAt = Projections.SortableTime(repository.HeardAt) };
        if (connection.Execute(SetKnown, row, transaction) == 0) connection.Execute(AddKnown, row, transaction);
    }

    /// <summary>A repository is no more: its name may be given to another.</summary>
    public void Unlearn(long id) => connection.Execute(RemoveKnown, new { id }, transaction);
}
