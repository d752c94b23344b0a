using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>
/// Which gold a candidate is compared with by a check that lets pass what gold has. A run that compared it with another one says nothing: what
/// gold had then, it may have no more.
/// </summary>
internal static class Comparison
{
    /// <summary>Where gold stands; for what is gold itself, or was, where it stood before; but no gold of which this very check was put off.</summary>
    /// <returns>Null where there is no gold.</returns>
    public static CommitSha? GoldFor(FactReader reader, CandidateId candidate, string check)
    {
        var gold = Arrival(reader, candidate.Repository, candidate.Commit) switch
        {
            Promoted promoted => promoted.From,
            Adopted => candidate.Commit,
            _ => reader.StateOf(candidate.Repository).Gold,
        };
        // Or what passed unseen by the urgent gate would be what all that comes after may have.
        while (gold is { } stands && Arrival(reader, candidate.Repository, stands) is Promoted { Deferred: { } deferred, From: var from } && deferred.Any(one => one.Check == check)) gold = from;
        return gold;
    }

    /// <summary>Those of a candidate's runs that still say something.</summary>
    public static IEnumerable<T> Standing<T>(FactReader reader, CandidateId candidate, IEnumerable<T> runs, Func<T, CheckRun> body)
    {
        var golds = new Dictionary<string, CommitSha?>(StringComparer.Ordinal);
        return runs.Where(run => body(run) is not { ComparedWith: { } with, Check: var check } || with == (golds.TryGetValue(check, out var gold) ? gold : golds[check] = GoldFor(reader, candidate, check)));
    }

    private static FactBody? Arrival(FactReader reader, string repository, CommitSha commit) =>
        reader.About(repository, commit, typeof(Promoted), typeof(Adopted)) is [.., var last] ? last.Body : null;
}
