using Custodian.Rules;
using LibGit2Sharp;

namespace Custodian.Git;

/// <summary>
/// A bare copy of one repository: its source branches and its gold, nothing else. Fetching and pushing is the git program's
/// work, reading is libgit2's. Names on the remote become names under refs/custodian, so that no remote name is ever ambiguous.
/// </summary>
internal sealed class Mirror(GitProgram git, string folder)
{
    private const string SourcePrefix = "refs/custodian/source/";
    private const string GoldRef = "refs/custodian/gold";
    private const int MostWords = 2000;
    // git, curl and ssh, where a push got nowhere near the remote's refs.
    private static readonly string[] NeverBegun =
    [
        "returned error: 4", "Authentication failed", "Permission denied", "Host key verification failed", "Could not resolve", "Connection refused",
        "does not appear to be a git repository", "not found",
    ];

    private const string MissingRef = "couldn't find remote ref ";

    private static readonly TimeSpan ShortTimeout = TimeSpan.FromMinutes(1);

    // Branches that could not be fetched within the time limit. Like the next one, only ever touched by one look at a time.
    private readonly SlowNames slow = new();

    // Since a fetch of everything at once failed: gold first, then every branch by itself.
    private bool apart;

    public string Folder => folder;

    /// <summary>False until the first look.</summary>
    public bool Exists => File.Exists(Path.Combine(folder, "HEAD")) && Directory.Exists(Path.Combine(folder, "objects")) && Directory.Exists(Path.Combine(folder, "refs"));

    /// <summary>Makes the empty mirror if there is none, or none that is whole: that may be repeated.</summary>
    public async Task MakeAsync(CancellationToken stop)
    {
        if (Exists) return;

        Directory.CreateDirectory(folder);
        await CheckedAsync(git.LocalAsync(null, ["init", "--quiet", "--bare", "--template=", "--object-format=sha1", folder], stop), "make a mirror");
    }

    /// <summary>Fetches the source branches, and gold from where it lives.</summary>
    /// <param name="source">Full names or patterns with one star.</param>
    /// <exception cref="GitException">Gold cannot be looked at: the remote cannot be reached or read.</exception>
    public async Task<MirrorState> FetchAsync(
        GitRemote remote, IReadOnlyList<string> source, GitRemote goldRemote, string gold, TimeSpan timeout, CancellationToken stop)
    {
        await MakeAsync(stop);
        var goldSpec = $"+{gold}:{GoldRef}";
        var goldTimeout = timeout;
        if (remote == goldRemote && !apart)
        {
            try
            {
                await FetchPresentAsync(remote, [.. source.Select(Refspec), goldSpec], timeout, stop);
                return Read();
            }
            catch (GitException failed) when (!failed.OfWholeRemote && !stop.IsCancellationRequested)
            {
                // One bad or endless branch fails the joint fetch: gold must be seen all the same, and the other branches.
                apart = true;
                // A remote that is silent altogether is not waited for twice.
                if (failed.TimedOut && timeout > ShortTimeout) goldTimeout = ShortTimeout;
            }
        }

        try
        {
            await FetchPresentAsync(goldRemote, [goldSpec], goldTimeout, stop);
        }
        catch (GitException unreadable) when (!unreadable.OfWholeRemote && !stop.IsCancellationRequested)
        {
            // Somebody may have put there what cannot be fetched: where gold stands is known all the same, if the remote answers.
            if (await TryFindAsync(goldRemote, gold, goldTimeout, stop) is not { } found) throw;
            return Read() with { Gold = found.Gold, Trouble = $"{gold}: {unreadable.Message}" };
        }

        var trouble = await TryFetchEachAsync(remote, source, timeout, stop);
        apart = trouble is not null;
        return Read() with { Trouble = trouble };
    }

    /// <returns>Null where the remote does not answer at all.</returns>
    private async Task<Sighting?> TryFindAsync(GitRemote remote, string gold, TimeSpan timeout, CancellationToken stop)
    {
        try
        {
            return new(await FindAsync(remote, gold, timeout, stop));
        }
        catch (GitException)
        {
            // Told by the failure that led here.
            return null;
        }
    }

    private async Task<string?> TryFetchEachAsync(GitRemote remote, IReadOnlyList<string> source, TimeSpan timeout, CancellationToken stop)
    {
        try
        {
            return await FetchEachAsync(remote, source, timeout, stop);
        }
        catch (GitException silent)
        {
            return $"{string.Join(", ", source)}: {silent.Message}";
        }
    }

    /// <summary>Fetches by itself every branch that has changed, so that one that cannot be fetched keeps no other away.</summary>
    /// <returns>What could not be fetched, and why; null: everything could.</returns>
    private async Task<string?> FetchEachAsync(GitRemote remote, IReadOnlyList<string> source, TimeSpan timeout, CancellationToken stop)
    {
        var there = (await ListAsync(remote, source, timeout, stop)).Where(tip => source.Any(pattern => Matches(pattern, tip.Key)) && !CandidateBranch.IsOne(tip.Key)).ToDictionary();
        var here = Read().Source;
        foreach (var gone in here.Keys.Except(there.Keys)) await CheckedAsync(git.LocalAsync(folder, ["update-ref", "-d", SourcePrefix + gone], stop), $"forget {gone}");

        string? trouble = null;
        foreach (var name in slow.Order(there.Where(tip => !here.TryGetValue(tip.Key, out var known) || known != tip.Value).Select(tip => tip.Key)))
        {
            try
            {
                await FetchPresentAsync(remote, [Refspec(name)], timeout, stop);
                slow.Done(name);
            }
            catch (GitException bad)
            {
                trouble ??= $"{name}: {bad.Message}";
                if (!bad.TimedOut) continue;

                // Gold is looked at again before another branch may take as long.
                slow.TookTooLong(name);
                break;
            }
        }

        return trouble;
    }

    /// <summary>What the last fetch left.</summary>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public MirrorState Read() => LocalRepository.Read(folder, repository =>
    {
        var tips = SourceTips(repository).ToDictionary(tip => tip.CanonicalName[SourcePrefix.Length..], tip => new CommitSha(tip.TargetIdentifier), StringComparer.Ordinal);
        var gold = repository.Refs[GoldRef] as DirectReference;
        return new MirrorState(tips, gold is null ? null : new CommitSha(gold.TargetIdentifier));
    });

    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public bool Has(CommitSha commit) => LocalRepository.Read(folder, repository => repository.Lookup<Commit>(commit.ToString()) is not null);

    /// <summary>True when <paramref name="ancestor"/> is the commit itself or among its ancestors.</summary>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public bool Descends(CommitSha commit, CommitSha ancestor) => LocalRepository.Read(folder, repository => Descends(repository, commit, ancestor));

    /// <summary>True while a source branch, as last fetched, contains the commit.</summary>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public bool OnSource(CommitSha commit) => LocalRepository.Read(folder, repository =>
    {
        var tips = SourceTips(repository).Select(tip => tip.TargetIdentifier).ToHashSet();
        return tips.Contains(commit.ToString()) || tips.Any(tip => Descends(repository, new CommitSha(tip), commit));
    });

    /// <summary>
    /// What a commit brings along of a line's own commits (first parents), both since gold. What the line only merged is not its own, so that a hotfix
    /// may be merged early.
    /// </summary>
    /// <returns>The first such line, with the newest such commit; null: there is none.</returns>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public (string Branch, CommitSha Commit)? Brought(CommitSha commit, CommitSha gold, IEnumerable<(string Branch, CommitSha Tip)> lines) =>
        LocalRepository.Read(folder, (string, CommitSha)? (repository) =>
        {
            var all = lines.ToList();
            var (brought, since) = (Since(repository, gold, [commit]), Since(repository, gold, all.Select(line => line.Tip)));
            foreach (var (branch, tip) in all)
            {
                // Lines join: what was walked once is not walked again.
                for (var own = repository.Lookup<Commit>(tip.ToString()); own is not null && since.Remove(own.Id); own = own.Parents.FirstOrDefault())
                {
                    if (brought.Contains(own.Id)) return (branch, new CommitSha(own.Sha));
                }
            }

            return null;
        });

    /// <summary>Addresses of everyone who wrote, and of everyone who committed, a commit after <paramref name="gold"/> up to <paramref name="commit"/>.</summary>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public (IReadOnlyList<string> Authors, IReadOnlyList<string> Committers) ContributorEmails(CommitSha commit, CommitSha? gold) =>
        LocalRepository.Read(folder, (IReadOnlyList<string>, IReadOnlyList<string>) (repository) =>
        {
            var range = new CommitFilter { IncludeReachableFrom = commit.ToString(), ExcludeReachableFrom = gold?.ToString() };
            var (authors, committers) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
            foreach (var one in repository.Commits.QueryBy(range))
            {
                authors.Add(one.Author.Email);
                committers.Add(one.Committer.Email);
            }

            return ([.. authors], [.. committers]);
        });

    /// <summary>The commits after <paramref name="gold"/> up to <paramref name="commit"/>, newest first.</summary>
    /// <param name="most">How many are told.</param>
    /// <returns>And whether there are more.</returns>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public (IReadOnlyList<CommitSummary> Newest, bool More) CommitsSince(CommitSha commit, CommitSha gold, int most) =>
        LocalRepository.Read(folder, (IReadOnlyList<CommitSummary>, bool) (repository) =>
        {
            var range = new CommitFilter { IncludeReachableFrom = commit.ToString(), ExcludeReachableFrom = gold.ToString(), SortBy = CommitSortStrategies.Topological | CommitSortStrategies.Time };
            var found = repository.Commits.QueryBy(range).Take(most + 1)
                .Select(one => new CommitSummary(new(one.Sha), CommitSummary.Shorten(one.MessageShort), CommitSummary.Shorten(one.Author.Name), one.Committer.When)).ToList();
            return (found[..Math.Min(most, found.Count)], found.Count > most);
        });

    /// <summary>The bytes of one file.</summary>
    /// <returns>Null: there is no such file, or it is larger than <paramref name="most"/>.</returns>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public byte[]? TextOf(CommitSha commit, string path, int most) => LocalRepository.Read(folder, byte[]? (repository) =>
    {
        if (repository.Lookup<Commit>(commit.ToString())?[path] is not { TargetType: TreeEntryTargetType.Blob, Target: Blob blob } || blob.Size > most) return null;

        using var content = blob.GetContentStream();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    });

    /// <summary>A commit's message; empty where the commit is not here.</summary>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public string MessageOf(CommitSha commit) => LocalRepository.Read(folder, repository => repository.Lookup<Commit>(commit.ToString())?.Message ?? "");

    /// <summary>Every file that differs between <paramref name="gold"/> and <paramref name="commit"/>; a renamed one under both names.</summary>
    /// <exception cref="GitException">The mirror cannot be read.</exception>
    public IReadOnlyList<ChangedFile> ChangedFiles(CommitSha commit, CommitSha gold, bool countLines) => LocalRepository.Read(folder, IReadOnlyList<ChangedFile> (repository) =>
    {
        var (before, after) = (repository.Lookup<Commit>(gold.ToString()).Tree, repository.Lookup<Commit>(commit.ToString()).Tree);
        var options = new CompareOptions { Similarity = SimilarityOptions.None };
        List<string> paths = [.. repository.Diff.Compare<TreeChanges>(before, after, options).Select(change => change.Path)];
        if (!countLines) return [.. paths.Select(path => new ChangedFile(path, 0))];

        using var lines = repository.Diff.Compare<PatchStats>(before, after, options);
        return [.. paths.Select(path => new ChangedFile(path, lines[path] is { } counted ? counted.LinesAdded + (long)counted.LinesDeleted : 0))];
    });

    /// <summary>
    /// Moves a ref of the remote from where it was judged to stand, if it still stands there: a compare-and-swap.
    /// Whatever git answers, the remote is asked again: an answer can be lost after the ref has moved.
    /// </summary>
    /// <param name="from">Where it must stand; null: it must not exist.</param>
    /// <param name="to">A commit that descends from <paramref name="from"/> (a correct lease alone would permit a rewind).</param>
    /// <exception cref="InvalidOperationException"><paramref name="to"/> does not descend from <paramref name="from"/>.</exception>
    /// <exception cref="GitException">The remote could not be asked where the ref stands: nobody knows yet whether it moved.</exception>
    public async Task<PushOutcome> MoveAsync(GitRemote remote, string name, CommitSha? from, CommitSha to, TimeSpan timeout, CancellationToken stop)
    {
        if (from is { } old && !Descends(to, old)) throw new InvalidOperationException($"{to} does not descend from {old}: refusing to move {name}.");

        var pushed = await PushAsync(remote, name, from, to.ToString(), timeout, stop);
        return new(await FindAsync(remote, name, timeout, stop), Said(pushed, timeout), !IsAnswered(pushed));
    }

    /// <summary>Puts a tag object, already in the mirror, on the remote, if there is no tag of that name.</summary>
    /// <returns>The object that the remote's tag is now.</returns>
    public async Task<PushOutcome> PublishTagAsync(GitRemote remote, string name, string tagId, TimeSpan timeout, CancellationToken stop)
    {
        var pushed = await PushAsync(remote, name, null, tagId, timeout, stop);
        return new(await FindAsync(remote, name, timeout, stop), Said(pushed, timeout), !IsAnswered(pushed));
    }

    /// <summary>Writes a tag object into the mirror.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> WriteTagAsync(byte[] tag, CancellationToken stop) =>
        (await CheckedAsync(git.LocalAsync(folder, ["hash-object", "-t", "tag", "-w", "--stdin"], stop, tag), "write a tag")).Output.Trim();

    /// <summary>Makes a commit known where gold lives elsewhere, so that moving gold later moves no objects.</summary>
    public async Task StageAsync(GitRemote goldRemote, CommitSha commit, TimeSpan timeout, CancellationToken stop) =>
        await CheckedAsync(
            git.RepeatableAsync(folder, goldRemote.Access, ["push", "--quiet", "--no-verify", "--", goldRemote.Url, $"{commit}:refs/custodian/staged/{commit}"], timeout, stop),
            $"stage {commit.Abbreviated}",
            timeout);

    /// <summary>Fetches one ref of the remote under its own name.</summary>
    /// <exception cref="GitException">The remote cannot be reached, or has no such ref.</exception>
    public async Task FetchRefAsync(GitRemote remote, string name, TimeSpan timeout, CancellationToken stop) =>
        await CheckedAsync(
            git.RepeatableAsync(folder, remote.Access, ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--refmap=", "--", remote.Url, $"+{name}:{name}"], timeout, stop),
            $"fetch {name}",
            timeout);

    /// <summary>Asks the remote where one ref stands.</summary>
    /// <exception cref="GitException">It does not answer.</exception>
    public async Task<CommitSha?> FindAsync(GitRemote remote, string name, TimeSpan timeout, CancellationToken stop)
    {
        // ls-remote matches the ends of names: "x/refs/heads/gold" would answer, too.
        return (await ListAsync(remote, [name], timeout, stop)).TryGetValue(name, out var found) ? found : null;
    }

    /// <exception cref="GitException">It does not answer, or with more than can be read.</exception>
    private async Task<IReadOnlyDictionary<string, CommitSha>> ListAsync(GitRemote remote, IReadOnlyList<string> patterns, TimeSpan timeout, CancellationToken stop)
    {
        var what = $"read {string.Join(", ", patterns)}";
        var listed = await CheckedAsync(git.RepeatableAsync(folder, remote.Access, ["ls-remote", "--quiet", "--refs", "--", remote.Url, .. patterns], timeout, stop), what, timeout);
        // Cut off, the one line that counts might be what is missing.
        if (listed.Truncated) throw new GitException($"Could not {what}: the remote lists too many refs that end in such names.");

        return listed.Output.Split('\n')
            .Select(line => line.Split('\t'))
            .Where(parts => parts.Length == 2)
            .ToDictionary(parts => parts[1], parts => CommitSha.TryParse(parts[0], out var tip) ? tip : throw OtherFormat(), StringComparer.Ordinal);
    }

    // What the gate put there itself would keep every candidate on a source branch for ever.
    private static IEnumerable<DirectReference> SourceTips(Repository repository) =>
        repository.Refs.FromGlob(SourcePrefix + "*").OfType<DirectReference>().Where(tip => !CandidateBranch.IsOne(tip.CanonicalName[SourcePrefix.Length..]));

    private static string Refspec(string source) => $"+{source}:{SourcePrefix}{source}";

    private static bool Matches(string pattern, string name)
    {
        var parts = pattern.Split('*', 2);
        return parts.Length == 1
            ? pattern == name
            : name.Length >= pattern.Length - 1 && name.StartsWith(parts[0], StringComparison.Ordinal) && name.EndsWith(parts[1], StringComparison.Ordinal);
    }

    private static HashSet<ObjectId> Since(Repository repository, CommitSha gold, IEnumerable<CommitSha> tips)
    {
        object[] from = [.. tips.Select(tip => tip.ToString())];
        return from.Length == 0 ? [] : [.. repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = from, ExcludeReachableFrom = gold.ToString() }).Select(commit => commit.Id)];
    }

    private static bool Descends(Repository repository, CommitSha commit, CommitSha ancestor)
    {
        if (commit == ancestor) return true;
        var (young, old) = (repository.Lookup<Commit>(commit.ToString()), repository.Lookup<Commit>(ancestor.ToString()));
        return young is not null && old is not null && repository.ObjectDatabase.FindMergeBase(young, old)?.Sha == old.Sha;
    }

    private Task<ProgramResult> PushAsync(GitRemote remote, string name, CommitSha? from, string to, TimeSpan timeout, CancellationToken stop) =>
        git.RemoteAsync(
            folder, remote.Access, ["push", "--porcelain", "--no-verify", $"--force-with-lease={name}:{from}", "--", remote.Url, $"{to}:{name}"], timeout, stop);

    // A connection that broke in the midst of it, or a proxy that waited no longer, says nothing of what the remote still does.
    private static bool IsAnswered(ProgramResult pushed) => pushed.Succeeded
        || (!pushed.TimedOut && (
            pushed.Output.Split('\n').Any(line => line.StartsWith('!') && !line.Contains("[remote failure]", StringComparison.Ordinal))
            || NeverBegun.Any(words => pushed.Error.Contains(words, StringComparison.OrdinalIgnoreCase))));

    private static string Said(ProgramResult pushed, TimeSpan timeout) =>
        pushed.TimedOut ? $"no answer within {timeout}" : OneLine(string.Join(' ', pushed.Output.Trim(), pushed.Error.Trim()).Trim());

    // It comes from another machine, and is shown on terminals and kept.
    private static string OneLine(string words)
    {
        var text = string.Concat(words.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return text.Length <= MostWords ? text : text[..MostWords] + "…";
    }

    // A ref that is not there fails the whole fetch; what is left is fetched without it, and it is gone from the mirror.
    private async Task FetchPresentAsync(GitRemote remote, List<string> refspecs, TimeSpan timeout, CancellationToken stop)
    {
        while (refspecs.Count > 0)
        {
            var fetched = await git.RepeatableAsync(
                folder, remote.Access, ["fetch", "--quiet", "--no-tags", "--prune", "--no-write-fetch-head", "--refmap=", "--", remote.Url, .. refspecs], timeout, stop);
            if (fetched.Succeeded) return;

            var missing = Missing(fetched.Error);
            var refspec = refspecs.Find(spec => spec.StartsWith($"+{missing}:", StringComparison.Ordinal));
            if (missing is null || refspec is null) throw Failure(fetched, "fetch", timeout);
            refspecs.Remove(refspec);
            await CheckedAsync(git.LocalAsync(folder, ["update-ref", "-d", refspec[(refspec.IndexOf(':', StringComparison.Ordinal) + 1)..]], stop), $"forget {missing}");
        }
    }

    private static string? Missing(string error)
    {
        var at = error.IndexOf(MissingRef, StringComparison.Ordinal);
        return at < 0 ? null : error[(at + MissingRef.Length)..].Split('\n')[0].Trim();
    }

    private static async Task<ProgramResult> CheckedAsync(Task<ProgramResult> running, string what, TimeSpan? timeout = null)
    {
        var result = await running;
        return result.Succeeded ? result : throw Failure(result, what, timeout);
    }

    private static GitException Failure(ProgramResult failed, string what, TimeSpan? timeout)
    {
        var why = failed.TimedOut ? timeout is { } limit ? $"no answer within {limit}" : "it did not end in time" : LastWords(failed.Error);
        return why.Contains("mismatched algorithms", StringComparison.Ordinal)
            ? OtherFormat()
            : new($"Could not {what}: {OneLine(why)}") { TimedOut = failed.TimedOut };
    }

    private static GitException OtherFormat() =>
        new("The repository uses git's SHA-256 object format, which Custodian cannot read yet: keep a SHA-1 repository for it.") { OfWholeRemote = true };

    private static string LastWords(string error)
    {
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // What fsck says of an object tells more than that it failed.
        return lines.FirstOrDefault(line => line.StartsWith("error: object ", StringComparison.Ordinal))
            ?? lines.FirstOrDefault(line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("remote:", StringComparison.Ordinal) || line.StartsWith("ssh:", StringComparison.Ordinal))
            ?? lines.LastOrDefault() ?? "git said nothing";
    }

    /// <param name="Gold">Where it stands; null: it does not exist.</param>
    private sealed record Sighting(CommitSha? Gold);
}
