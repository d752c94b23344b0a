using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>What a release has to say of itself: the checks that it need not meet, and the failures that were waived.</summary>
internal static class PrintedExceptions
{
    /// <param name="at">The second in which the tag is made: deviations that are good then are printed.</param>
    /// <returns>One line each, in the order of the grants.</returns>
    public static IReadOnlyList<string> Of(FactReader reader, string repository, CommitSha commit, DateTimeOffset at)
    {
        // A tag's time has no parts of a second: what happened within it has happened.
        var after = at.AddSeconds(1);
        var granted = ExceptionStanding.In(reader, repository).Where(one => one.Granted is not null && one.Granted.Body.At < after).ToList();
        if (granted.Count == 0) return [];

        var findings = reader.About<CheckRun>(repository, commit).SelectMany(run => run.Body.Findings() ?? []).ToHashSet(StringComparer.Ordinal);
        return [.. granted.Where(one => IsPrinted(one, commit, findings, at, after)).OrderBy(one => one.Granted!.Seq).Select(one => Line(one.Granted!.Body))];
    }

    // A waiver that has run out since is how this commit came through all the same; a deviation is about today.
    private static bool IsPrinted(ExceptionStanding one, CommitSha commit, HashSet<string> findings, DateTimeOffset at, DateTimeOffset after) => one.Granted!.Body switch
    {
        { What: SubjectKind.Deviation } deviation => at < deviation.Until && !(one.Ended?.Body.At < after),
        { Finding: { } finding } => findings.Contains(finding),
        var waiver => waiver.Commit == commit,
    };

    private static string Line(ExceptionGranted granted) =>
        $"{(granted.What == SubjectKind.Deviation ? "Deviation" : "Waiver")}: {granted.Check} until {UtcTimeConverter.Write(granted.Until)} sha256:{granted.Digest}";
}
