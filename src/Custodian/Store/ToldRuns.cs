using System.Data;
using Custodian.Rules;
using Dapper;

namespace Custodian.Store;

/// <summary>What a forge was told last of each commit. No facts of the ledger: the forge can be told again at any time.</summary>
internal sealed class ToldRuns(IDbConnection connection, IDbTransaction? transaction)
{
    private const string OfCommit = """select Name, ForgeId, Digest, Note from Told where Repository = @repository and "Commit" = @commit""";

    private const string Unlike = """select "Commit" from Told where Repository = @repository and Name = @name and Digest <> @digest""";

    private const string Change = """update Told set ForgeId = @ForgeId, Digest = @Digest where Repository = @repository and "Commit" = @commit and Name = @Name""";

    private const string Add = """insert into Told (Repository, "Commit", Name, ForgeId, Digest) values (@repository, @commit, @Name, @ForgeId, @Digest)""";

    private const string Forget = """update Told set Digest = '', Note = @note where Repository = @repository and "Commit" = @commit and Name = @name""";

    /// <summary>What stands at the commit itself: the gate's check runs.</summary>
    public IReadOnlyDictionary<string, ToldRun> Of(CandidateId candidate) => All(candidate, areRuns: true);

    /// <summary>What was told of it elsewhere.</summary>
    public IReadOnlyDictionary<string, ToldRun> Besides(CandidateId candidate) => All(candidate, areRuns: false);

    /// <summary>Every commit of which something else was told last under that name.</summary>
    public IReadOnlyList<CommitSha> OtherThan(string repository, string name, string digest) =>
        [.. connection.Query<string>(Unlike, new { repository, name, digest }, transaction).Select(commit => new CommitSha(commit))];

    /// <summary>The forge took it. Its note stays as it is.</summary>
    public void Keep(CandidateId candidate, ToldRun told)
    {
        var row = new { repository = candidate.Repository, commit = candidate.Commit.ToString(), told.Name, told.ForgeId, told.Digest };
        if (connection.Execute(Change, row, transaction) == 0) connection.Execute(Add, row, transaction);
    }

    /// <summary>It has to be told again, even if nothing is new.</summary>
    /// <param name="note">What is added to it from now on; null: nothing.</param>
    public void TellAgain(CandidateId candidate, string name, string? note) =>
        connection.Execute(Forget, new { repository = candidate.Repository, commit = candidate.Commit.ToString(), name, note }, transaction);

    // The forge counts check runs and pull requests each for themselves, so that their numbers must not be mistaken for each other.
    private Dictionary<string, ToldRun> All(CandidateId candidate, bool areRuns) =>
        connection.Query<ToldRun>(OfCommit, new { repository = candidate.Repository, commit = candidate.Commit.ToString() }, transaction)
            .Where(told => told.Name.StartsWith(ToldRun.Prefix, StringComparison.Ordinal) == areRuns)
            .ToDictionary(told => told.Name, StringComparer.Ordinal);
}

/// <param name="Name">What is shown under it.</param>
/// <param name="ForgeId">The forge's own id of it.</param>
/// <param name="Digest">SHA-256 of what was told; empty: it has to be told again.</param>
/// <param name="Note">What is added to it: one sentence of ours; null: nothing.</param>
internal sealed record ToldRun(string Name, long ForgeId, string Digest, string? Note = null)
{
    /// <summary>What stands before the name of a check.</summary>
    public const string Prefix = "custodian/";

    /// <summary>What the gate itself is shown as.</summary>
    public const string Gate = Prefix + "gate";
}
