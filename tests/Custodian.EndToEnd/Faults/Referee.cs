using System.Security.Cryptography;
using Custodian.EndToEnd.Estates;
using Custodian.EndToEnd.Peers;

namespace Custodian.EndToEnd.Faults;

/// <summary>
/// Judges an estate at rest by its database and its remote alone, with SQL, JSON and git. Of the service's code it uses the
/// one runner that starts git, and nothing that judges. Each rule names the promise or the invariant that it checks.
/// </summary>
internal sealed class Referee(FaultEstate estate, string repository)
{
    private readonly GitClient git = new();
    private readonly List<string> found = [];
    private readonly List<LedgerLine> all = estate.Ledger.Read();

    private string Bare => estate.Bare(repository);

    /// <returns>What must not be so, one sentence each; empty: all is well.</returns>
    public async Task<IReadOnlyList<string>> FindAsync()
    {
        CheckTable();
        CheckAcknowledged();
        var line = CheckLine();
        foreach (var promoted in line.Where(one => one.Kind == "promoted")) CheckIntended(promoted);
        foreach (var intent in Of("promotion-intended").Where(one => one["cause"] == "promotion")) CheckGrounds(intent);
        CheckIntents();
        await CheckRemoteAsync(line);
        await CheckContentsAsync(line);
        await CheckReleasesAsync(line);
        return found;
    }

    private void Say(bool holds, string otherwise)
    {
        if (!holds) found.Add(otherwise);
    }

    private IEnumerable<LedgerLine> Of(string kind) => all.Where(one => one.Kind == kind && one.Repository == repository);

    // P3: every fact is there, in order, as it was hashed, and the columns say what the body says.
    private void CheckTable()
    {
        Say(estate.Ledger.Integrity() == "ok", $"SQLite finds the file damaged: {estate.Ledger.Integrity()}");
        foreach (var (place, one) in all.Index())
        {
            Say(one.Seq == place, $"Fact {one.Seq} stands at place {place}: the sequence has a gap.");
            Say(SHA256.HashData([0, .. one.Bytes]).AsSpan().SequenceEqual(one.LeafHash), $"Fact {one.Seq} does not hash to its leaf.");
            var columns = one["kind"] == one.Kind && one.Find("repository") == one.Repository && one.Find("commit") == one.Commit && one["at"] == one.At;
            Say(columns, $"The columns of fact {one.Seq} say something else than its body.");
        }

        foreach (var twice in Of("sign-off").GroupBy(one => (one["person"], one["role"], one["subject"], one["statedAt"])).Where(group => group.Count() > 1))
        {
            Say(false, $"One vote of {twice.Key.Item1} was recorded {twice.Count()} times.");
        }
    }

    // P3, I4: what was answered with 2xx is at the place that the answer named, with the very bytes that were sent.
    private void CheckAcknowledged()
    {
        foreach (var vote in estate.Doors.Acknowledged)
        {
            var fact = vote.Seq < all.Count ? all[(int)vote.Seq] : null;
            if (fact is not { Kind: "sign-off" } || fact["person"] != vote.Person)
            {
                found.Add($"The vote of {vote.Person} that was acknowledged as entry {vote.Seq} is not there.");
                continue;
            }

            var kept = estate.Ledger.Personal(fact["statement"]);
            Say(kept is { } text && text.Text.AsSpan().SequenceEqual(vote.Statement), $"The statement of entry {vote.Seq} is not the one that was sent.");
            Say(kept is { } salted && Convert.ToHexStringLower(SHA256.HashData([.. salted.Salt, .. salted.Text])) == fact["statement"], $"Entry {vote.Seq} does not bind its statement.");
        }
    }

    // P2, I1: gold's way in the ledger is one unbroken line, no commit twice.
    private List<LedgerLine> CheckLine()
    {
        var line = Of("adopted").Concat(Of("promoted")).OrderBy(one => one.Seq).ToList();
        Say(line.Count(one => one.Kind == "adopted") == 1, "There is not exactly one adoption.");
        foreach (var twice in line.GroupBy(one => one.Commit).Where(group => group.Count() > 1)) Say(false, $"{twice.Key} became gold {twice.Count()} times.");
        foreach (var (before, after) in line.Zip(line.Skip(1)))
        {
            Say(after.Kind == "promoted" && after["from"] == before.Commit, $"Promotion {after.Seq} starts from {after.Find("from")}, where gold was not; it stood at {before.Commit}.");
        }

        Say(!Of("frozen").Any(), "The repository was frozen, though nobody but the gate moved gold.");
        return line;
    }

    // P1: gold moved as it was decided, to the contents that were seen.
    private void CheckIntended(LedgerLine promoted)
    {
        var intent = all[(int)promoted.Number("intent")];
        var fits = intent.Kind == "promotion-intended" && intent.Seq < promoted.Seq && intent.Commit == promoted.Commit && intent.Find("from") == promoted["from"];
        Say(fits, $"Promotion {promoted.Seq} does not follow from the intent that it names.");
        Say(SeenBefore(intent)?["subject"] == promoted["subject"], $"Promotion {promoted.Seq} is of other contents than were seen.");
    }

    private LedgerLine? SeenBefore(LedgerLine intent) => Of("candidate-seen").LastOrDefault(one => one.Commit == intent.Commit && one.Seq < intent.Seq);

    // P1, P4, I3: whether gold then moved or not, what it was to move on stood in the ledger before the intent, for that very
    // commit, contents and rules.
    private void CheckGrounds(LedgerLine intent)
    {
        var before = all.Where(one => one.Repository == repository && one.Commit == intent.Commit && one.Seq < intent.Seq).ToList();
        Say(before.Any(one => one.Kind == "check-run" && one["check"] == "tests" && one["outcome"] == "passed"), $"Intent {intent.Seq} had no passed check.");
        Say(before.LastOrDefault(one => one.Kind == "verdict")?["verdict"] == "promote", $"Intent {intent.Seq} was made without the verdict promote.");
        Say(estate.Ledger.Evidence(intent["factsDigest"]) is { } facts && Convert.ToHexStringLower(SHA256.HashData(facts)) == intent["factsDigest"],
            $"The facts of intent {intent.Seq} are not kept.");
        var policy = all.Last(one => one.Kind == "policy-adopted" && one.Seq < intent.Seq);
        Say(intent["policy"] == policy["digest"], $"Intent {intent.Seq} was decided under a policy that was not in force.");

        var subject = SeenBefore(intent)?["subject"];
        var rules = Of("sign-off").FirstOrDefault()?["rules"];
        foreach (var one in Signatory.All)
        {
            var last = before.LastOrDefault(vote => vote.Kind == "sign-off" && vote["person"] == one.Person && vote["role"] == one.Role);
            var good = last is not null && last["decision"] == "approve" && last["subjectKind"] == "commit" && last["subject"] == subject
                && last["custodian"] == one.Custodian && last["rules"] == rules;
            Say(good, $"Intent {intent.Seq} had no standing approval of {one.Person} before it.");
        }
    }

    // I2: at rest every intent is settled, once.
    private void CheckIntents()
    {
        foreach (var intent in Of("promotion-intended"))
        {
            var ends = all.Count(one => one.Kind is "promoted" or "adopted" or "promotion-abandoned" && one.Number("intent") == intent.Seq);
            Say(ends == 1, $"Intent {intent.Seq} was settled {ends} times.");
        }
    }

    // P1, P2, I2, I6, I7: the remote's own account of its refs tells the same story.
    private async Task CheckRemoteAsync(List<LedgerLine> line)
    {
        Say(await estate.RefAsync(repository: repository) == line[^1].Commit, $"Gold stands at {await estate.RefAsync(repository: repository)}, the ledger says {line[^1].Commit}.");
        var tip = await estate.RefAsync("refs/heads/main", repository);
        Say(all.Any(one => one.Repository == repository && one.Commit == tip), $"The tip of main, {tip}, was never looked at.");

        // A writer that is killed after its entry and before its move leaves the entry; the same move follows again.
        var moves = (await File.ReadAllLinesAsync(Path.Combine(Bare, "logs", "refs", "heads", "gold"))).Select(entry => (From: entry[..40], To: entry[41..81])).ToList();
        var distinct = moves.Where((move, at) => at == 0 || moves[at - 1] != move).ToList();
        Say(distinct.Select(move => move.To).SequenceEqual(line.Select(one => one.Commit!)), $"The remote saw gold at {string.Join(", ", distinct)}; the ledger knows {string.Join(", ", line.Select(one => one.Commit))}.");
        foreach (var (before, after) in distinct.Zip(distinct.Skip(1)))
        {
            Say(before.To == after.From && (await git.TryAsync(Bare, "merge-base", "--is-ancestor", after.From, after.To)).Succeeded, $"Gold did not move forward from {after.From} to {after.To}.");
        }
    }

    // P4: the subject that was signed is the tree under git's SHA-256 object format, made here by git itself.
    private async Task CheckContentsAsync(List<LedgerLine> line)
    {
        using var folder = new PeerFolder();
        var copy = folder.NewFolder("copy");
        await git.RunAsync(copy, "init", "-q", "--object-format=sha256");
        foreach (var promoted in line.Where(one => one.Kind == "promoted"))
        {
            // Every file of these repositories lies at the top.
            await git.RunAsync(copy, "rm", "-r", "-q", "--cached", "--ignore-unmatch", ".");
            foreach (var name in (await git.RunAsync(Bare, "ls-tree", "--name-only", promoted.Commit!)).Split('\n'))
            {
                var content = await git.TryAsync(Bare, "cat-file", "blob", $"{promoted.Commit}:{name}");
                await File.WriteAllTextAsync(Path.Combine(copy, name), content.Output);
                await git.RunAsync(copy, "add", "-f", name);
            }

            Say(await git.RunAsync(copy, "write-tree") == promoted["subject"], $"{promoted.Commit} has other contents than {promoted["subject"]}.");
        }
    }

    // P2, I8: a certified tag stands exactly where a release was recorded, on gold, signed by every custodian's director.
    private async Task CheckReleasesAsync(List<LedgerLine> line)
    {
        var listed = await git.RunAsync(Bare, "for-each-ref", "--format=%(refname) %(objectname) %(*objectname)", "refs/tags");
        var tags = listed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
        var recorded = Of("released").Select(one => $"refs/tags/certified/{one["version"]} {one["tagId"]} {one.Commit}").Order(StringComparer.Ordinal).ToList();
        Say(tags.SequenceEqual(recorded), $"The remote has the tags [{string.Join("; ", tags)}], the ledger the releases [{string.Join("; ", recorded)}].");
        foreach (var released in Of("released"))
        {
            var verified = await git.TryAsync(Bare, "-c", $"gpg.ssh.allowedSignersFile={estate.AllowedSigners}", "verify-tag", $"certified/{released["version"]}");
            Say(verified.Succeeded, $"git verify-tag does not accept certified/{released["version"]}: {verified.Error}");
            var intended = Of("release-intended").Last(one => one.Seq < released.Seq && one["version"] == released["version"]);
            Say(line.Any(one => one.Commit == released.Commit && one.Seq < released.Seq), $"Release {released.Seq} is of a commit that was not gold.");
            foreach (var director in Signatory.Directors)
            {
                var last = Of("sign-off").LastOrDefault(one => one.Seq < intended.Seq && one["subject"] == released["digest"] && one["person"] == director.Person);
                Say(last?["decision"] == "approve", $"Release {released.Seq} was made without {director.Person}.");
            }
        }
    }
}
