using System.Data;
using Dapper;

namespace Custodian.Store;

/// <summary>
/// Makes one connection see the store as it was when the ledger had fewer facts, whatever is asked through it: temporary ones stand
/// before the tables. What is found by its digest (evidence, personal text) is what it was, as far as it is still there.
/// </summary>
internal static class Past
{
    // Written out, since a view takes no parameters; a number cannot be anything else.
    private static string Views(long end) => $"""
        create temp view Fact as
        select * from main.Fact where Seq < {end};

        create temp view Candidate as
        select   seen.Repository, seen."Commit", min(seen.Seq) as Seq,
                 (select   last.Kind = 'candidate-seen'
                  from     main.Fact last
                  where    last.Repository = seen.Repository and last."Commit" = seen."Commit" and last.Seq < {end}
                  and      last.Kind in ('candidate-seen', 'candidate-closed', 'promoted', 'adopted')
                  order by last.Seq desc
                  limit 1) as IsOpen
        from     main.Fact seen
        where    seen.Kind = 'candidate-seen' and seen.Seq < {end}
        group by seen.Repository, seen."Commit";

        create temp table RepositoryState (Repository text, Gold text, FrozenSeq integer, IntentSeq integer);

        insert into temp.RepositoryState
        select known.Repository,
               (select   gold."Commit" from main.Fact gold
                where    gold.Repository = known.Repository and gold.Kind in ('promoted', 'adopted') and gold.Seq < {end}
                order by gold.Seq desc limit 1) as Gold,
               (select   case when freeze.Kind = 'frozen' then freeze.Seq end from main.Fact freeze
                where    freeze.Repository = known.Repository and freeze.Kind in ('frozen', 'freeze-lifted', 'adopted') and freeze.Seq < {end}
                order by freeze.Seq desc limit 1) as FrozenSeq,
               (select   case when intent.Kind = 'promotion-intended' then intent.Seq end from main.Fact intent
                where    intent.Repository = known.Repository and intent.Kind in ('promotion-intended', 'promotion-abandoned', 'promoted', 'adopted') and intent.Seq < {end}
                order by intent.Seq desc limit 1) as IntentSeq
        from   main.RepositoryState known;
        """;

    /// <summary>For the rest of a connection's life: one that nobody else is given afterwards.</summary>
    public static void Look(IDbConnection connection, IDbTransaction snapshot, long end) => connection.Execute(Views(end), transaction: snapshot);
}
