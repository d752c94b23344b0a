using System.Data;
using System.Security.Cryptography;
using Custodian.Store.Facts;
using Dapper;

namespace Custodian.Store;

/// <summary>The small tables that make questions fast. Their rows follow from facts, and from the statements kept beside them.</summary>
internal sealed class Projections(IDbConnection connection, IDbTransaction transaction)
{
    // A hook's id is used up also by a statement that was known already, which leaves no fact: those are kept.
    private const string EmptyAll = """
        delete from Candidate;
        delete from RepositoryState;
        delete from LatestVote;
        delete from Received where Id not like 'hook:%';
        delete from Tile;
        """;

    private const string AddCandidate = """
        insert into Candidate (Repository, "Commit", Seq, IsOpen)
        select @repository, @commit, @seq, 1
        where  not exists (select 1 from Candidate where Repository = @repository and "Commit" = @commit)
        """;

    private const string ReopenCandidate = """update Candidate set IsOpen = 1 where Repository = @repository and "Commit" = @commit""";

    private const string CloseCandidate = """update Candidate set IsOpen = 0 where Repository = @repository and "Commit" = @commit""";

    private const string EnsureState = """
        insert into RepositoryState (Repository)
        select @repository
        where  not exists (select 1 from RepositoryState where Repository = @repository)
        """;

    private const string SetGold = "update RepositoryState set Gold = @gold, IntentSeq = null where Repository = @repository";

    private const string SetIntent = "update RepositoryState set IntentSeq = @intent where Repository = @repository";

    private const string SetFrozen = "update RepositoryState set FrozenSeq = @frozen where Repository = @repository";

    private const string EnsureVote = """
        insert into LatestVote (Repository, Subject, Person, Role, StatedAt, LatestStated)
        select @repository, @subject, @person, @role, '', ''
        where  not exists (select 1 from LatestVote where Repository = @repository and Subject = @subject and Person = @person and Role = @role)
        """;

    private const string SetVote = """
        update LatestVote
        set    StatedAt = @statedAt, LatestStated = case when LatestStated > @latestStated then LatestStated else @latestStated end
        where  Repository = @repository and Subject = @subject and Person = @person and Role = @role
        """;

    private const string AddReceived = """
        insert into Received (Id, Digest, Seq)
        select @id, @digest, @seq
        where  not exists (select 1 from Received where Id = @id)
        """;

    /// <summary>Makes every projection again from the facts.</summary>
    public void Rebuild(FactReader reader)
    {
        connection.Execute(EmptyAll, transaction: transaction);
        foreach (var (seq, fact) in reader.All())
        {
            Apply(seq, fact);
            if (fact is not SignOffGiven signOff || reader.Personal(signOff.Statement) is not { } statement) continue;
            foreach (var id in ReceivedIds(signOff, statement)) Remember(id, Sha256(statement), seq);
        }
    }

    public void Apply(long seq, FactBody fact)
    {
        var repository = fact.Repository;
        if (repository is not null) connection.Execute(EnsureState, new { repository }, transaction);
        var commit = fact.Commit?.ToString();
        switch (fact)
        {
            case CandidateSeen:
                connection.Execute(AddCandidate, new { repository, commit, seq }, transaction);
                connection.Execute(ReopenCandidate, new { repository, commit }, transaction);
                break;
            case CandidateClosed:
                connection.Execute(CloseCandidate, new { repository, commit }, transaction);
                break;
            case SignOffGiven vote:
                var latest = new { repository = PlaceOf(vote), subject = SubjectOf(vote), person = vote.Person, role = vote.Role, statedAt = SortableTime(SpokeAt(vote)), latestStated = SortableTime(vote.StatedAt) };
                connection.Execute(EnsureVote, latest, transaction);
                connection.Execute(SetVote, latest, transaction);
                break;
            case PromotionIntended:
                connection.Execute(SetIntent, new { repository, intent = (long?)seq }, transaction);
                break;
            case PromotionAbandoned:
                connection.Execute(SetIntent, new { repository, intent = (long?)null }, transaction);
                break;
            case Promoted:
                connection.Execute(SetGold, new { repository, gold = commit }, transaction);
                connection.Execute(CloseCandidate, new { repository, commit }, transaction);
                break;
            case Adopted:
                connection.Execute(SetGold, new { repository, gold = commit }, transaction);
                connection.Execute(SetFrozen, new { repository, frozen = (long?)null }, transaction);
                connection.Execute(CloseCandidate, new { repository, commit }, transaction);
                break;
            case Frozen:
                connection.Execute(SetFrozen, new { repository, frozen = (long?)seq }, transaction);
                break;
            case FreezeLifted:
                connection.Execute(SetFrozen, new { repository, frozen = (long?)null }, transaction);
                break;
            default:
                break;
        }
    }

    /// <summary>The repository that a vote is about; empty: none, as of a policy.</summary>
    public static string PlaceOf(SignOffGiven vote) => vote.Repository ?? "";

    /// <summary>What a vote is about, as one key: a commit's votes are told apart by the commit, since two may have the same contents.</summary>
    public static string SubjectOf(SignOffGiven vote) => vote.Check is { } check ? $"{vote.SubjectKind}:{vote.Subject}:{vote.Commit}:{check}" : $"{vote.SubjectKind}:{vote.Subject}:{vote.Commit}";

    // Fixed width, so that text order is time order.
    public static string SortableTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", System.Globalization.CultureInfo.InvariantCulture);

    // A clock that is fast must not keep its person from a later veto.
    public static DateTimeOffset SpokeAt(SignOffGiven vote) => vote.StatedAt < vote.At ? vote.StatedAt : vote.At;

    /// <summary>Under which ids a vote must not be taken again.</summary>
    public static IEnumerable<string> ReceivedIds(SignOffGiven signOff, byte[] statement)
    {
        yield return $"statement:{Sha256(statement)}";
        if (signOff.HookId is not null) yield return HookId(signOff.Custodian, signOff.HookId);
        if (signOff.ForgeId is not null) yield return ForgeId(signOff.ForgeId, signOff.Role);
    }

    /// <summary>Under which id a hook is remembered.</summary>
    public static string HookId(string custodian, string id) => $"hook:{custodian}:{id}";

    /// <summary>Under which id what was said on a forge is remembered: it may speak for several of its person's roles.</summary>
    public static string ForgeId(string id, string role) => $"forge:{id}:{role}";

    public void Remember(string id, string digest, long seq) => connection.Execute(AddReceived, new { id, digest, seq }, transaction);

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
