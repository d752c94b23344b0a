using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using Custodian.Rules;
using LibGit2Sharp;

namespace Custodian.Git;

/// <summary>
/// The id that a commit's tree has under git's SHA-256 object format (Documentation/technical/hash-function-transition):
/// what people sign, so that a SHA-1 collision cannot carry a sign-off over. Digests are kept per object, so the next
/// commit costs its new blobs.
/// </summary>
internal static class ContentDigest
{
    // The forges' own limit. Whatever is larger is not source code, and libgit2 holds the whole of it in memory.
    private const long LargestBlob = 100L << 20;

    // So many blobs are in memory at the most.
    private const int MostAtOnce = 8;

    private const int DeepestFolder = 512;

    /// <param name="known">SHA-1 id → SHA-256 id of objects seen before.</param>
    /// <param name="added">The same of those that are new, filled here.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="UnreadableContentException">The tree holds a submodule, or what nobody's source code holds.</exception>
    /// <exception cref="GitException">The commit or an object of it is missing.</exception>
    public static string Of(string mirror, CommitSha commit, IReadOnlyDictionary<ObjectId, byte[]> known, ConcurrentDictionary<ObjectId, byte[]> added) =>
        LocalRepository.Read(mirror, repository => Compute(repository, commit, known, added));

    /// <returns>Null where the commit's tree is none of the objects seen before.</returns>
    /// <exception cref="GitException">The commit is missing.</exception>
    public static string? Find(string mirror, CommitSha commit, IReadOnlyDictionary<ObjectId, byte[]> known) =>
        LocalRepository.Read(mirror, repository => known.TryGetValue(RootOf(repository, commit).Id, out var before) ? Convert.ToHexStringLower(before) : null);

    private static Tree RootOf(Repository repository, CommitSha commit) =>
        repository.Lookup<Commit>(commit.ToString())?.Tree ?? throw new GitException($"{commit.Abbreviated} is not a commit of this repository.");

    private static string Compute(Repository repository, CommitSha commit, IReadOnlyDictionary<ObjectId, byte[]> known, ConcurrentDictionary<ObjectId, byte[]> added)
    {
        var root = RootOf(repository, commit);
        var blobs = new HashSet<ObjectId>();
        var trees = new List<Tree>();
        var visited = new HashSet<ObjectId>();
        if (known.TryGetValue(root.Id, out var before)) return Convert.ToHexStringLower(before);

        Collect(repository, root, "", 0, known, visited, blobs, trees);
        try
        {
            Parallel.ForEach(
                blobs,
                new ParallelOptions { MaxDegreeOfParallelism = Math.Min(MostAtOnce, Environment.ProcessorCount) },
                () => new Repository(repository.Info.Path),
                (id, _, own) => { added[id] = HashBlob(own, id); return own; },
                own => own.Dispose());
        }
        catch (AggregateException several) when (several.InnerExceptions[0] is UnreadableContentException or GitException)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }

        // Collected children first.
        foreach (var tree in trees) added[tree.Id] = HashTree(tree, known, added);
        return Convert.ToHexStringLower(added[root.Id]);
    }

    private static void Collect(
        Repository repository, Tree tree, string path, int depth, IReadOnlyDictionary<ObjectId, byte[]> known, HashSet<ObjectId> visited, HashSet<ObjectId> blobs, List<Tree> trees)
    {
        // A few small trees that name each other over and over stand for billions of files; each is looked at once.
        if (known.ContainsKey(tree.Id) || !visited.Add(tree.Id)) return;
        if (depth > DeepestFolder) throw new UnreadableContentException("too-large", $"The folders are nested deeper than {DeepestFolder}: nobody's source code is.");

        foreach (var entry in tree)
        {
            var name = path + entry.Name;
            if (entry.Name.Contains('\uFFFD', StringComparison.Ordinal))
            {
                // libgit2 hands out names as UTF-8 text; of any other bytes the digest would be of another name.
                throw new UnreadableContentException("unsafe-path", $"{name} has a name that is not UTF-8: rename the file.");
            }

            switch (entry.TargetType)
            {
                case TreeEntryTargetType.Blob:
                    if (entry.Mode == Mode.SymbolicLink) LinkTarget.Of(repository, entry.Target.Id, name);
                    if (!known.ContainsKey(entry.Target.Id)) blobs.Add(entry.Target.Id);
                    break;
                case TreeEntryTargetType.Tree:
                    Collect(repository, (Tree)entry.Target, name + "/", depth + 1, known, visited, blobs, trees);
                    break;
                default:
                    throw new UnreadableContentException("submodule",
                        $"{name} is a submodule: its contents are not part of this commit, so nobody could approve them. Copy the files in instead.");
            }
        }

        trees.Add(tree);
    }

    private static byte[] HashBlob(Repository repository, ObjectId id)
    {
        if (repository.ObjectDatabase.RetrieveObjectMetadata(id)?.Size > LargestBlob)
        {
            throw new UnreadableContentException("too-large", $"A file of more than {LargestBlob >> 20} MiB is part of this commit ({id}): keep it outside the repository.");
        }

        var blob = repository.Lookup<Blob>(id) ?? throw new GitException($"The file contents {id} are missing from {repository.Info.Path}: fetch them again.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.ASCII.GetBytes($"blob {blob.Size}\0"));
        using var content = blob.GetContentStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = content.Read(buffer)) > 0;) hash.AppendData(buffer, 0, read);
        return hash.GetHashAndReset();
    }

    private static byte[] HashTree(Tree tree, IReadOnlyDictionary<ObjectId, byte[]> known, ConcurrentDictionary<ObjectId, byte[]> added)
    {
        using var body = new MemoryStream();
        foreach (var entry in tree)
        {
            body.Write(Encoding.ASCII.GetBytes($"{Convert.ToString((int)entry.Mode, 8)} "));
            body.Write(Encoding.UTF8.GetBytes(entry.Name));
            body.WriteByte(0);
            body.Write(known.TryGetValue(entry.Target.Id, out var kept) ? kept : added[entry.Target.Id]);
        }

        return SHA256.HashData([.. Encoding.ASCII.GetBytes($"tree {body.Length}\0"), .. body.ToArray()]);
    }
}
