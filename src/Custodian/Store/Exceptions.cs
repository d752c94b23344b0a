using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.Store;

/// <summary>The waivers and deviations that a decision about one candidate rests on.</summary>
internal sealed class Exceptions
{
    private readonly List<Waiver> waivers = [];
    private readonly List<Deviation> deviations = [];
    private readonly Dictionary<string, DateTimeOffset> ends = new(StringComparer.Ordinal);

    /// <param name="facts">Grants and ends: of the candidate, and of the repository as a whole.</param>
    /// <param name="asOf">When: what has ended is not good any more, also where the clock was set back since.</param>
    /// <param name="checks">Results of the candidate: of findings only what they name is of interest.</param>
    public Exceptions(IReadOnlyCollection<StoredFact> facts, IReadOnlyList<CheckResult> checks, DateTimeOffset asOf)
    {
        if (facts.Count == 0) return;

        foreach (var ended in facts.Select(fact => fact.Body).OfType<ExceptionEnded>()) ends[ended.Digest] = ended.At < asOf ? ended.At : asOf;
        var findings = checks.SelectMany(check => check.Findings ?? []).ToHashSet(StringComparer.Ordinal);
        foreach (var (seq, body) in facts)
        {
            if (body is not ExceptionGranted granted || (granted.Finding is { } finding && !findings.Contains(finding))) continue;

            if (granted.What == SubjectKind.Deviation) deviations.Add(new() { Seq = seq, Repository = granted.Repository!, Check = granted.Check, Until = UntilOf(granted) });
            else waivers.Add(new() { Seq = seq, Repository = granted.Repository!, Check = granted.Check, Commit = granted.Commit, Finding = granted.Finding, Definition = granted.Definition, Until = UntilOf(granted) });
        }
    }

    public IReadOnlyList<Waiver> Waivers => waivers;

    public IReadOnlyList<Deviation> Deviations => deviations;

    private DateTimeOffset UntilOf(ExceptionGranted granted) => ends.TryGetValue(granted.Digest, out var end) && end < granted.Until ? end : granted.Until;
}
