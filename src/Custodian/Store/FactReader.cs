using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Serialization;
using Custodian.Rules;
using Custodian.Store.Facts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Custodian.Store;

/// <summary>Questions to the store, all answered from one snapshot.</summary>
internal class FactReader(IDbConnection connection, IDbTransaction? transaction)
{
    private const string MaxSeq = "select max(Seq) from Fact";

    private const string AnyOf = "select exists (select 1 from Fact where Repository = @repository)";

    private const string TimeOf = "select At from Fact where Seq = @seq";

    private const string AllFacts = "select Seq, Body from Fact order by Seq";

    private const string OneFact = "select Seq, Body from Fact where Seq = @seq";

    private const string OfCandidate = """
        select   Seq, Body
        from     Fact
        where    Repository = @repository and "Commit" = @commit and Kind in ({0})
        order by Seq
        """;

    private const string RowsOfCandidate = """
        select   Seq, Body
        from     Fact
        where    Repository = @repository and "Commit" = @commit and Kind in ('candidate-seen', 'check-run', 'sign-off', 'exception-granted', 'exception-ended')
        order by Seq
        """;

    private const string OfNoCandidate = """
        select   Seq, Body
        from     Fact
        where    Repository = @repository and "Commit" is null and Kind in ({0})
        order by Seq
        """;

    private const string OfRepository = """
        select   Seq, Body
        from     Fact
        where    Repository = @repository and Kind in ({0})
        order by Seq
        """;

    // Without reading them one by one: nearly every repository has none, and it is asked at each look.
    private const string AnyUrgent = """
        select exists (select 1 from Fact where Repository = @repository and Kind = @kind and instr(Body, cast('"urgent":true' as blob)) > 0)
        """;

    private const string OfNone = "select Seq, Body from Fact where Repository is null and Kind = @kind order by Seq";

    private const string OfKind = "select Seq, Body from Fact where Kind = @kind order by Seq";

    private const string NewestOfKind = "select Seq, Body from Fact where Kind = @kind order by Seq desc";

    private const string State = "select Repository, Gold, FrozenSeq, IntentSeq from RepositoryState where Repository = @repository";

    private const string Open = """select "Commit" from Candidate where IsOpen = 1 and Repository = @repository order by Seq""";

    private const string CandidateOpen = """select IsOpen from Candidate where Repository = @repository and "Commit" = @commit""";

    private const string OfCandidatesBackwards = """
        select   "Commit"
        from     Candidate
        where    Repository = @repository
        order by Seq desc
        """;

    private const string GoldPlaces = """
        select   "Commit"
        from     Fact
        where    Repository = @repository and Kind in @kinds
        and      Seq >= (select max(Seq) from Fact where Repository = @repository and Kind = @adopted)
        and      "Commit" in @commits
        order by Seq
        """;

    private const string FindVote = """
        select StatedAt, LatestStated
        from   LatestVote
        where  Repository = @repository and Subject = @subject and Person = @person and Role = @role
        """;

    private const string FindReceived = "select Digest, Seq from Received where Id = @id";

    private const string FindEvidence = "select Bytes from Evidence where Sha256 = @sha256";

    private const string FindPersonal = "select Text from Personal where Digest = @digest";

    private const string FindLog = "select Text from CheckLog where Run = @run";

    private static readonly Dictionary<Type, string> Kinds = typeof(FactBody)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToDictionary(kind => kind.DerivedType, kind => (string)kind.TypeDiscriminator!);

    protected IDbConnection Connection => connection;

    protected IDbTransaction? DbTransaction => transaction;

    /// <summary>Hooks of a forge; only a <see cref="Transaction"/> can change what is kept of them.</summary>
    public Deliveries Deliveries { get; } = new(connection, transaction);

    public ToldRuns Told { get; } = new(connection, transaction);

    /// <summary>Number of facts; also the next fact's place.</summary>
    public long Size() => (Connection.ExecuteScalar<long?>(MaxSeq, transaction: DbTransaction) ?? -1) + 1;

    /// <summary>
    /// How many facts the ledger had at an instant, the instant included. Searched by halves, so that it costs the same however long the ledger
    /// is; where the server's clock was once set back, one of the places that fit.
    /// </summary>
    public long SizeAt(DateTimeOffset instant)
    {
        var (low, high) = (0L, Size());
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (UtcTimeConverter.Parse(Connection.QuerySingle<string>(TimeOf, new { seq = middle }, DbTransaction)) <= instant) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>Every fact, in order.</summary>
    public IEnumerable<StoredFact> All() =>
        Connection.Query<FactRow>(AllFacts, transaction: DbTransaction, buffered: false).Select(Parse);

    public StoredFact<T>? Find<T>(long seq) where T : FactBody =>
        Connection.QuerySingleOrDefault<FactRow>(OneFact, new { seq }, DbTransaction) is { } row && Parse(row) is { Body: T body }
            ? new(seq, body)
            : null;

    /// <summary>What happened to one commit, in order, of one kind.</summary>
    public IReadOnlyList<StoredFact<T>> About<T>(string repository, CommitSha commit) where T : FactBody =>
        [.. Of<T>(About(repository, commit, typeof(T)))];

    /// <summary>What happened to one commit, in order, of several kinds, in one query.</summary>
    public IReadOnlyList<StoredFact> About(string repository, CommitSha commit, params Type[] kinds) =>
        [.. Connection.Query<FactRow>(Among(OfCandidate, kinds), new { repository, commit = commit.ToString() }, DbTransaction).Select(Parse)];

    /// <summary>
    /// What the gate rests on, in order. Every decision reads all of it, so that the bytes are read where SQLite has them: copying each row first
    /// costs more than reading it.
    /// </summary>
    public void Rows(string repository, CommitSha commit, RowReader read)
    {
        using var rows = (DbDataReader)Connection.ExecuteReader(RowsOfCandidate, new { repository, commit = commit.ToString() }, DbTransaction);
        var statement = ((rows as IWrappedDataReader)?.Reader as SqliteDataReader)?.Handle;
        while (rows.Read()) read(rows.GetInt64(0), statement is null ? (byte[])rows.GetValue(1) : SQLitePCL.raw.sqlite3_column_blob(statement, 1));
    }

    /// <param name="body">Good until the next row.</param>
    public delegate void RowReader(long seq, ReadOnlySpan<byte> body);

    /// <summary>What happened to a repository and to none of its commits, in order, of several kinds.</summary>
    public IReadOnlyList<StoredFact> AboutNone(string repository, params Type[] kinds) =>
        [.. Connection.Query<FactRow>(Among(OfNoCandidate, kinds), new { repository }, DbTransaction).Select(Parse)];

    /// <summary>What happened to one repository, in order, of one kind.</summary>
    public IReadOnlyList<StoredFact<T>> In<T>(string repository) where T : FactBody => [.. Of<T>(In(repository, typeof(T)))];

    /// <summary>What happened to one repository, in order, of several kinds, in one query.</summary>
    public IReadOnlyList<StoredFact> In(string repository, params Type[] kinds) =>
        [.. Connection.Query<FactRow>(Among(OfRepository, kinds), new { repository }, DbTransaction).Select(Parse)];

    /// <summary>What happened to no repository, in order, of one kind.</summary>
    public IReadOnlyList<StoredFact<T>> OfNoRepository<T>() where T : FactBody =>
        [.. Of<T>(Connection.Query<FactRow>(OfNone, new { kind = Kind(typeof(T)) }, DbTransaction).Select(Parse))];

    /// <summary>Everything of one kind, in order.</summary>
    public IReadOnlyList<StoredFact<T>> Every<T>() where T : FactBody =>
        [.. Of<T>(Connection.Query<FactRow>(OfKind, new { kind = Kind(typeof(T)) }, DbTransaction).Select(Parse))];

    /// <summary>The newest of one kind; read by itself, however many there are.</summary>
    public StoredFact<T>? Newest<T>() where T : FactBody =>
        Connection.QueryFirstOrDefault<FactRow>(NewestOfKind, new { kind = Kind(typeof(T)) }, DbTransaction) is { } row ? new(row.Seq, (T)Parse(row).Body) : null;

    /// <summary>Where a repository stands; of one never heard of, nowhere.</summary>
    public RepositoryRow StateOf(string repository) =>
        Connection.QuerySingleOrDefault<StateRow>(State, new { repository }, DbTransaction)?.ToRow() ?? new(repository, null, null, null);

    /// <summary>True when anything was ever recorded of a repository of that name.</summary>
    public bool IsKnown(string repository) => Connection.ExecuteScalar<long>(AnyOf, new { repository }, DbTransaction) == 1;

    /// <summary>False: nothing ever passed an urgent gate there.</summary>
    public bool MayHaveUrgent(string repository) => Connection.ExecuteScalar<long>(AnyUrgent, new { repository, kind = Kind(typeof(Promoted)) }, DbTransaction) == 1;

    /// <summary>True when this is the policy that is in force. Under any other nothing is counted.</summary>
    public bool IsAdopted(string policyDigest) => Newest<PolicyAdopted>()?.Body.Digest == policyDigest;

    /// <summary>Gold, oldest first, from the adopted commit to where it stands now.</summary>
    public IReadOnlyList<CommitSha> GoldLine(string repository)
    {
        var line = new List<CommitSha>();
        foreach (var fact in In(repository, typeof(Adopted), typeof(Promoted)))
        {
            if (fact.Body is Adopted) line.Clear();
            line.Add(fact.Body.Commit!.Value);
        }

        return line;
    }

    /// <summary>Those of some commits that are, or were, gold since the last adoption; oldest first. Costs the same however long the line is.</summary>
    public IReadOnlyList<CommitSha> GoldAmong(string repository, IEnumerable<CommitSha> commits) =>
    [
        .. Connection.Query<string>(GoldPlaces, new
        {
            repository,
            kinds = new[] { Kind(typeof(Adopted)), Kind(typeof(Promoted)) },
            adopted = Kind(typeof(Adopted)),
            commits = commits.Distinct().Select(commit => commit.ToString()),
        }, DbTransaction).Select(commit => new CommitSha(commit)),
    ];

    /// <summary>True when the last statement of this person, role and subject is not older than this one.</summary>
    public bool HasLaterVote(SignOffGiven vote)
    {
        var question = new { repository = Projections.PlaceOf(vote), subject = Projections.SubjectOf(vote), person = vote.Person, role = vote.Role };
        if (Connection.QuerySingleOrDefault<VoteTimes>(FindVote, question, DbTransaction) is not { } latest) return false;

        // An approval that was held back, and was made while its person's clock was fast, must not undo what they said since.
        var (before, now) = vote.Decision == SignOffDecision.Approve ? (latest.LatestStated, vote.StatedAt) : (latest.StatedAt, Projections.SpokeAt(vote));
        return string.CompareOrdinal(before, Projections.SortableTime(now)) >= 0;
    }

    /// <summary>Candidates that are neither gold nor behind it, oldest first.</summary>
    public IReadOnlyList<CommitSha> OpenCandidates(string repository) =>
        [.. Connection.Query<string>(Open, new { repository }, DbTransaction).Select(commit => new CommitSha(commit))];

    /// <summary>Whether a candidate can still become gold; null: never seen as one.</summary>
    public bool? IsOpen(string repository, CommitSha commit) =>
        Connection.ExecuteScalar<long?>(CandidateOpen, new { repository, commit = commit.ToString() }, DbTransaction) is { } open ? open == 1 : null;

    /// <summary>The newest candidates, open or not, newest first.</summary>
    public IReadOnlyList<CommitSha> NewestCandidates(string repository, int most) =>
        [.. Connection.Query<string>(OfCandidatesBackwards, new { repository }, DbTransaction, buffered: false).Take(most).Select(commit => new CommitSha(commit))];

    /// <summary>What was received under an id: the SHA-256 of its body and the fact that it became.</summary>
    public (string Digest, long Seq)? Received(string id) =>
        Connection.Query<(string, long)>(FindReceived, new { id }, DbTransaction).Select(row => ((string, long)?)row).SingleOrDefault();

    public byte[]? Evidence(string sha256) => Connection.QuerySingleOrDefault<byte[]>(FindEvidence, new { sha256 }, DbTransaction);

    /// <summary>Personal text; null once it has been erased.</summary>
    public byte[]? Personal(string digest) => Connection.QuerySingleOrDefault<byte[]>(FindPersonal, new { digest }, DbTransaction);

    /// <summary>What a check run printed; null where it was not kept.</summary>
    public string? Log(string run) => Connection.QuerySingleOrDefault<string>(FindLog, new { run }, DbTransaction);

    /// <summary>The facts as leaves of the ledger's tree.</summary>
    public LedgerLeaves Leaves => new(Connection, DbTransaction);

    /// <summary>A tile of the ledger's tree: its hashes one after another; null where it is not kept.</summary>
    public byte[]? Tile(int level, long number) => new LedgerTiles(Connection, DbTransaction).Find(level, number);

    /// <summary>The name of a kind of fact, as it is written in the ledger.</summary>
    public static string Kind(Type type) => Kinds[type];

    // Written out, since a list of parameters costs as much as the query; no name of a kind needs quoting.
    private static string Among(string sql, Type[] kinds) => string.Format(CultureInfo.InvariantCulture, sql, string.Join(", ", kinds.Select(kind => $"'{Kind(kind)}'")));

    private static IEnumerable<StoredFact<T>> Of<T>(IEnumerable<StoredFact> facts) where T : FactBody =>
        facts.Select(fact => new StoredFact<T>(fact.Seq, (T)fact.Body));

    private static StoredFact Parse(FactRow row) => new(row.Seq, FactJson.Read(row.Body));

    private sealed record FactRow(long Seq, byte[] Body);

    private sealed record VoteTimes(string StatedAt, string LatestStated);

    private sealed record StateRow(string Repository, string? Gold, long? FrozenSeq, long? IntentSeq)
    {
        public RepositoryRow ToRow() => new(Repository, Gold is null ? null : new CommitSha(Gold), FrozenSeq, IntentSeq);
    }
}
