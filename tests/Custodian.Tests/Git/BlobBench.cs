using System.Collections.Concurrent;
using System.Text;
using Custodian.Git;
using Custodian.Rules;
using Xunit;

namespace Custodian.Tests.Git;

/// <summary>A bare repository that tests write into object by object, and what a reading of it told.</summary>
internal sealed class BlobBench : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian blobs ");
    private readonly ProgramRunner programs = new($"custodian-blobs-{Guid.NewGuid():N}");

    public string Repository => Path.Combine(folder.FullName, "bare.git");

    public GitProgram Git => new(programs);

    public ProgramRunner Programs => programs;

    /// <summary>How many git processes of this bench there are now.</summary>
    public int Processes => MarkedProcesses.Find(programs.Mark).Count;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<BlobBench> StartAsync()
    {
        var bench = new BlobBench();
        await bench.GitAsync(null, "init", "--quiet", "--bare", bench.Repository);
        return bench;
    }

    /// <param name="text">A byte a character.</param>
    public async Task<BlobId> WriteAsync(string text) => Id(await GitAsync(Encoding.Latin1.GetBytes(text), "--git-dir", Repository, "hash-object", "-w", "--stdin"));

    /// <summary>A commit of those lines of <c>git ls-tree -z</c>.</summary>
    public Task<CommitSha> CommitAsync(params string[] entries) => CommitAsync([.. entries.Select(Encoding.UTF8.GetBytes)]);

    public async Task<CommitSha> CommitAsync(byte[][] entries)
    {
        byte[] lines = [.. entries.SelectMany(entry => (byte[])[.. entry, 0])];
        var tree = await GitAsync(lines, "--git-dir", Repository, "mktree", "-z", "--missing");
        return new(await GitAsync(null, "--git-dir", Repository, "-c", "user.name=D", "-c", "user.email=d@example.org", "commit-tree", tree, "-m", "made"));
    }

    /// <summary>Blobs that are alike but for some lines, so that a pack holds most of them as differences.</summary>
    public async Task<Dictionary<BlobId, string>> WriteManyAsync(int count)
    {
        var common = Noise(2000, 42);
        var texts = Enumerable.Range(0, count).Select(number => $"{common}\n{number}\n{Noise(number % 97, number)}\n{common[..(number * 2 % 2000)]}").ToArray();
        var names = new StringBuilder();
        foreach (var (number, text) in texts.Index())
        {
            var name = Path.Combine(folder.FullName, $"{number}");
            await File.WriteAllBytesAsync(name, Encoding.Latin1.GetBytes(text), Stop);
            names.Append(name).Append('\n');
        }

        var ids = await GitAsync(Encoding.UTF8.GetBytes(names.ToString()), "--git-dir", Repository, "hash-object", "-w", "--no-filters", "--stdin-paths");
        return ids.Split('\n').Zip(texts).ToDictionary(pair => Id(pair.First), pair => pair.Second);
    }

    /// <summary>Packs those blobs, and leaves none of them loose.</summary>
    public async Task PackAsync(IEnumerable<BlobId> blobs)
    {
        var commit = await CommitAsync([.. blobs.Select(id => $"100644 blob {id}\t{id}")]);
        await GitAsync(null, "--git-dir", Repository, "update-ref", "refs/heads/main", commit.ToString());
        await GitAsync(null, "--git-dir", Repository, "repack", "-adfq");
        Assert.All(blobs, id => Assert.False(File.Exists(LooseFile(id))));
    }

    public string LooseFile(BlobId id) => Path.Combine(Repository, "objects", $"{id}"[..2], $"{id}"[2..]);

    public Task<IReadOnlyList<CommitEntry>> ListAsync(CommitSha commit) => new CommitTree(Git).ListAsync(Repository, commit, Stop);

    /// <summary>What was told of each blob; fails where one was told twice.</summary>
    public async Task<IReadOnlyDictionary<BlobId, Told>> ReadAsync(IEnumerable<BlobId> blobs, BlobReading? reading = null)
    {
        var told = new ConcurrentDictionary<BlobId, Told>();
        await new BlobStream(Git).ReadAsync(
            Repository, blobs, reading ?? new(), (_, blob) => Assert.True(told.TryAdd(blob.Id, new(blob.State, blob.Size, Encoding.Latin1.GetString(blob.Bytes)))), Stop);
        return told;
    }

    public async Task<string> GitAsync(byte[]? input, params string[] arguments)
    {
        var result = await Git.LocalAsync(null, arguments, Stop, input);
        Assert.True(result.Succeeded, result.Error);
        return result.Output.Trim();
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Characters that are a byte each, always the same for a seed, and hardly to be compressed.</summary>
    public static string Noise(int length, int seed) => string.Create(length, new Random(seed), (text, random) =>
    {
        for (var at = 0; at < text.Length; at++) text[at] = (char)random.Next(256);
    });

    public static BlobId Id(string digits) => BlobId.Parse(Encoding.ASCII.GetBytes(digits));

    public sealed record Told(BlobState State, long Size, string Text);
}
