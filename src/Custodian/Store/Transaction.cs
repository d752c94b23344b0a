using System.Data;
using System.Security.Cryptography;
using Custodian.Store.Facts;
using Dapper;

namespace Custodian.Store;

/// <summary>
/// A piece of work's view of the database: it reads everything committed before it and what it appends itself. Facts that
/// it appends become durable together, or not at all.
/// </summary>
internal sealed class Transaction(IDbConnection connection, IDbTransaction transaction, TimeProvider clock) : FactReader(connection, transaction)
{
    private const string InsertFact = """
        insert into Fact (Seq, Kind, Repository, "Commit", At, Body, LeafHash)
        values (@seq, @kind, @repository, @commit, @at, @body, @leafHash)
        """;

    private const string InsertEvidence = """
        insert into Evidence (Sha256, Bytes)
        select @sha256, @bytes
        where  not exists (select 1 from Evidence where Sha256 = @sha256)
        """;

    private const string InsertPersonal = "insert into Personal (Digest, Salt, Text) values (@digest, @salt, @text)";

    private const string InsertLog = "insert into CheckLog (Run, Text) values (@run, @text)";

    private readonly Projections projections = new(connection, transaction);

    /// <summary>The one time of this transaction: everything in it happens at once.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Appends a fact.</summary>
    /// <returns>Its place in the ledger.</returns>
    /// <exception cref="StoreException">Its body is longer than the 65,535 bytes that a ledger entry can hold.</exception>
    public long Append(FactBody fact)
    {
        var body = FactJson.Write(fact);
        if (body.Length > ushort.MaxValue) throw new StoreException($"A fact of {body.Length} bytes is too long for the ledger; keep the rest as evidence.");

        var seq = Size();
        Connection.Execute(InsertFact, new
        {
            seq,
            kind = Kind(fact.GetType()),
            repository = fact.Repository,
            commit = fact.Commit?.ToString(),
            at = UtcTimeConverter.Write(fact.At),
            body,
            leafHash = LeafHash(body),
        }, DbTransaction);
        projections.Apply(seq, fact);
        return seq;
    }

    /// <summary>Keeps what is too large for a fact.</summary>
    /// <returns>SHA-256, in hex, under which it is found again.</returns>
    public string KeepEvidence(byte[] bytes)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        Connection.Execute(InsertEvidence, new { sha256, bytes }, DbTransaction);
        return sha256;
    }

    /// <summary>Keeps personal text beside the ledger, where it can be erased.</summary>
    /// <returns>SHA-256, in hex, of a random salt followed by the text.</returns>
    public string KeepPersonal(byte[] text)
    {
        var salt = RandomNumberGenerator.GetBytes(32);
        var digest = Convert.ToHexStringLower(SHA256.HashData([.. salt, .. text]));
        Connection.Execute(InsertPersonal, new { digest, salt, text }, DbTransaction);
        return digest;
    }

    /// <summary>Keeps what a check run printed.</summary>
    public void KeepLog(string run, string text) => Connection.Execute(InsertLog, new { run, text }, DbTransaction);

    /// <summary>Remembers that something was received, so that it is not taken twice.</summary>
    public void Remember(string id, byte[] body, long seq) => projections.Remember(id, Convert.ToHexStringLower(SHA256.HashData(body)), seq);

    /// <summary>Keeps a tile of the ledger's tree.</summary>
    public void KeepTile(int level, long number, byte[] hashes) => new LedgerTiles(Connection, DbTransaction).Keep(level, number, hashes);

    /// <summary>Makes every projection again from the facts; of the ledger's tiles none is left.</summary>
    public void RebuildProjections() => projections.Rebuild(this);

    /// <summary>Takes or renews a lease.</summary>
    /// <returns>Its fencing number; null while somebody else holds it.</returns>
    public long? TakeLease(string name, string holder, TimeSpan length) => new Leases(Connection, DbTransaction!).Take(name, holder, Now, length);

    /// <summary>True while the lease is still held with that number.</summary>
    public bool HoldsLease(string name, string holder, long fence) => new Leases(Connection, DbTransaction!).Held(name, holder, fence, Now);

    /// <summary>Gives a lease back, if it is still held with that number.</summary>
    public void ReleaseLease(string name, string holder, long fence) => new Leases(Connection, DbTransaction!).Release(name, holder, fence);

    // RFC 6962 §2.1: the zero byte keeps a leaf from passing for an inner node.
    private static byte[] LeafHash(byte[] body) => SHA256.HashData([0, .. body]);
}
