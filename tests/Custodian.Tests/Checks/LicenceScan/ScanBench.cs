using System.Security.Cryptography;
using System.Text;
using Custodian.Checks;
using Custodian.Git;
using Custodian.Rules;
using Custodian.Tests.Git;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>A repository whose commits are scanned, with a folder for what was found.</summary>
internal sealed class ScanBench(BlobBench blobs) : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-scan-");

    public BlobBench Blobs => blobs;

    public string CacheFile => Path.Combine(folder.FullName, "known.licences");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ScanBench> StartAsync() => new(await BlobBench.StartAsync());

    /// <summary>A commit of files by their names, in the top folder.</summary>
    public async Task<CommitSha> CommitAsync(params (string Name, string Text)[] files)
    {
        var entries = new List<string>();
        foreach (var (name, text) in files) entries.Add($"100644 blob {await blobs.WriteAsync(text)}\t{name}");
        return await blobs.CommitAsync([.. entries]);
    }

    /// <summary>A service that has just started: it knows what the cache knows, and nothing more.</summary>
    public CommitScan Fresh(bool cached = true) => new(blobs.Git, blobs.Repository, new ScanCache(cached ? CacheFile : null), new());

    /// <summary>By which its workspaces are told from those of other services.</summary>
    public string ServiceName => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder.FullName)))[..16];

    /// <summary>The check as the service makes it.</summary>
    public LicencesCheck CheckOf(LicenceScans scans, LicencePacks packs)
    {
        var workspaces = new Workspaces(blobs.Programs, null, folder.FullName, NullLogger<Workspaces>.Instance);
        return new(scans, packs, new(new(blobs.Programs, TimeProvider.System, []), workspaces, blobs.Programs, new(_ => null)), NullLogger<LicencesCheck>.Instance);
    }

    public async Task<ScannedCommit> ScanAsync(CommitSha commit, BlobReading? reading = null, bool cached = true)
    {
        using var scan = Fresh(cached);
        return await scan.RunAsync(commit, reading ?? new(), null, Stop);
    }

    public static string Text(ScannedCommit scanned)
    {
        using var document = new MemoryStream();
        ScanDocument.Write(document, scanned.Files);
        return Encoding.UTF8.GetString(document.ToArray());
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        if (Path.Combine(Path.GetTempPath(), $"custodian-{ServiceName}") is var workspaces && Directory.Exists(workspaces)) Directory.Delete(workspaces, recursive: true);
        return blobs.DisposeAsync();
    }
}
