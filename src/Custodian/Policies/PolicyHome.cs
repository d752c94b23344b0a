using Custodian.Git;
using Custodian.Rules;
using Custodian.Store;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>
/// The watched repository whose gold is the policy, where there is one: its candidates propose what their file says, and the gate lets
/// them pass only when every custodian approved that under the rules in force and under its own. So the gate gates its own rules.
/// </summary>
internal sealed class PolicyHome(Configuration running, PolicyProposals proposals, IReadOnlyList<ICheckSchema> schemas)
{
    /// <summary>What a commit's message says, on a line of its own, when its author knows that the policy weakens the gate.</summary>
    public const string WeakerTrailer = "Policy-Weaker: yes";

    /// <summary>Who proposes what a candidate brings: nobody speaks for it before somebody signs.</summary>
    public const string Proposer = "gate";

    // Of three trusts it has a tenth of that; and anybody who may push to the home sends one.
    private const int MostBytes = 256 << 10;

    private const int MostTold = 10;
    private const int MostRemembered = 64;

    // Neither the commit nor what the service runs with ever changes.
    private readonly Remembered<CommitSha, BroughtPolicy?> known = new(MostRemembered);

    /// <summary>SHA-256 of the policy under which candidates are looked at.</summary>
    public string Policy => running.PolicyDigest;

    /// <summary>What a candidate brings, as git has it.</summary>
    /// <returns>Null: it brings no other policy than the one that the service runs with, or its repository is not the policy's home.</returns>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public BroughtPolicy? Read(string repository, Mirror mirror, CommitSha commit)
    {
        if (running.Terms.Home is not { } home || home.Repository != repository || !mirror.Exists || !mirror.Has(commit)) return null;

        return known.Of(commit, () => Read(home, mirror, commit));
    }

    /// <summary>What gold of the policy's home says, as far as anybody can tell.</summary>
    /// <returns>Null: the policy that the service runs with, or the mirror cannot be read, which is told where it is looked at.</returns>
    public BroughtPolicy? ReadGold(Estate estate, CommitSha gold)
    {
        try
        {
            return running.Terms.Home is { } home && estate.Find(home.Repository) is { } repository ? Read(repository.Name, repository.Mirror, gold) : null;
        }
        catch (GitException)
        {
            return null;
        }
    }

    private BroughtPolicy? Read(PolicyPlace home, Mirror mirror, CommitSha commit)
    {
        if (mirror.TextOf(commit, home.Path, MostBytes) is not { } bytes)
        {
            return new(null, [], $"it has no file {home.Path} of at most {MostBytes >> 10} KiB, and that is where the policy lives");
        }

        Configuration policy;
        try
        {
            policy = ConfigurationFile.Parse(bytes, running.File, schemas);
        }
        catch (ConfigurationException wrong)
        {
            var told = wrong.Problems.Take(MostTold).Select(problem => $"{home.Path}:{problem.Line}:{problem.Column}: {problem.Text}");
            return new(null, [], string.Join(" ", told).TrimEnd('.'));
        }

        if (policy.PolicyDigest == running.PolicyDigest) return null;
        if (policy.Terms.Home != home) return new(null, [], $"it says that the policy lives elsewhere (policy: repository and path); that is proposed with custodian policy propose");

        string[] weakens = [.. PolicyComparison.Find(running, policy).Where(change => change.Weaker).Select(change => change.Text)];
        var declared = mirror.MessageOf(commit).Split('\n').Any(line => line.Trim() == WeakerTrailer);
        return new(policy, weakens, weakens.Length == 0 || declared ? null
            : $"it weakens the gate and does not say so: {string.Join("; ", PolicyProposals.Told(weakens).Take(MostTold))}. Where that is meant, write the line '{WeakerTrailer}' into the commit's message; otherwise correct {home.Path}");
    }

    /// <summary>Where it stands.</summary>
    public NextPolicy Standing(FactReader reader, CandidateId candidate, BroughtPolicy brought, DateTimeOffset asOf)
    {
        var number = PolicyProposals.InForce(reader).Body.Number + 1;
        if (Problem(brought, asOf) is { } problem) return new() { Number = number, Problem = problem };
        return Find(reader, candidate, brought, asOf) is { Standing: var standing }
            ? new() { Number = number, Awaited = [.. standing.Old.Union(standing.New).Order(StringComparer.Ordinal)] }
            : new() { Number = number, Awaited = [.. running.Custodians.Where(custodian => custodian.IsMember(asOf)).Select(custodian => custodian.Id)] };
    }

    /// <summary>Records that a candidate proposes a policy, unless that is recorded.</summary>
    public void Propose(Transaction transaction, CandidateId candidate, BroughtPolicy brought)
    {
        if (brought.Policy is not { } policy || Problem(brought, transaction.Now) is not null || Find(transaction, candidate, brought, transaction.Now) is not null) return;

        var inForce = PolicyProposals.InForce(transaction).Body;
        if (inForce.Digest != running.PolicyDigest) return;

        var motion = new PolicyMotion(inForce.Number + 1, policy.PolicyDigest, inForce.Digest);
        PolicyProposals.Propose(transaction, motion, policy.PolicyDocument, Proposer, candidate, brought.Weakens, weaker: brought.Weakens.Count > 0);
    }

    /// <summary>The adoption that follows from a promotion: gold of the policy's home is the policy. Null: it brings none.</summary>
    /// <param name="intent">Where the promotion was decided. What was proposed only since then nobody has judged: another policy came into force meanwhile.</param>
    public PolicyAdopted? Adopted(Transaction transaction, string repository, CommitSha promoted, long intent) =>
        running.Terms.Home?.Repository == repository
        && proposals.Open(transaction, transaction.Now, proposed => proposed.Repository == repository && proposed.Commit == promoted).LastOrDefault(open => open.Proposed.Seq < intent) is { } judged
            ? PolicyProposals.Adoption(transaction, judged, null)
            : null;

    /// <summary>True when a policy that was voted on by itself is carried, and gold of its home was only in its way.</summary>
    public bool PolicyGoesFirst(Transaction transaction, string repository) =>
        running.Terms.Home?.Repository == repository && proposals.Carried(transaction, transaction.Now) is not null;

    // Who is a member and in office depends on the day: what was no obstacle when it was pushed may be one now, and the other way round.
    private string? Problem(BroughtPolicy brought, DateTimeOffset asOf) =>
        brought.Problem ?? (brought.Policy is { } policy ? PolicyObstacles.Find(running, policy, asOf) : null);

    private OpenPolicy? Find(FactReader reader, CandidateId candidate, BroughtPolicy brought, DateTimeOffset asOf) =>
        proposals.Open(reader, asOf, proposed => proposed.Repository == candidate.Repository && proposed.Commit == candidate.Commit && proposed.Policy == brought.Policy!.PolicyDigest) is [.., var open] ? open : null;
}

/// <summary>What the file of a candidate says.</summary>
/// <param name="Policy">Null: it cannot be read.</param>
/// <param name="Weakens">What of it opens the gate further, in words.</param>
/// <param name="Problem">Why it cannot be adopted on any day, as part of a sentence; null: it can (see also <see cref="PolicyObstacles"/>).</param>
internal sealed record BroughtPolicy(Configuration? Policy, IReadOnlyList<string> Weakens, string? Problem);
