using System.Collections.Concurrent;
using System.Text;
using Custodian.Git;
using Custodian.Rules;
using LibGit2Sharp;
using Xunit;

namespace Custodian.Tests.Git;

public sealed class ContentTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian content ");
    private readonly GitProgram git = new(new ProgramRunner("custodian-tests"));

    private string Bare => Path.Combine(folder.FullName, "bare.git");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_digest_is_the_id_that_git_itself_gives_the_tree_in_its_sha256_format()
    {
        var (plain, twin) = (await WorkTreeAsync("plain", "sha1"), await WorkTreeAsync("twin", "sha256"));
        await GitAsync("-C", plain, "-c", "user.name=D", "-c", "user.email=d@example.org", "commit", "--quiet", "-m", "all");
        var commit = new CommitSha(await GitAsync("-C", plain, "rev-parse", "HEAD"));

        var digest = ContentDigest.Of(Path.Combine(plain, ".git"), commit, new Dictionary<ObjectId, byte[]>(), new());

        Assert.Equal(await GitAsync("-C", twin, "write-tree"), digest);
    }

    [Fact]
    public async Task The_next_commit_costs_its_new_objects_only()
    {
        var plain = await WorkTreeAsync("plain", "sha1");
        await GitAsync("-C", plain, "-c", "user.name=D", "-c", "user.email=d@example.org", "commit", "--quiet", "-m", "all");
        var known = new ConcurrentDictionary<ObjectId, byte[]>();
        ContentDigest.Of(Path.Combine(plain, ".git"), new(await GitAsync("-C", plain, "rev-parse", "HEAD")), new Dictionary<ObjectId, byte[]>(), known);
        await File.WriteAllTextAsync(Path.Combine(plain, "sub", "more.txt"), "more", Stop);
        await GitAsync("-C", plain, "add", "sub/more.txt");
        await GitAsync("-C", plain, "-c", "user.name=D", "-c", "user.email=d@example.org", "commit", "--quiet", "-m", "more");

        var added = new ConcurrentDictionary<ObjectId, byte[]>();
        ContentDigest.Of(Path.Combine(plain, ".git"), new(await GitAsync("-C", plain, "rev-parse", "HEAD")), known, added);

        Assert.Equal(3, added.Count); // The file, its folder, the root.
    }

    // A hundred to the power of ten files, in eleven objects.
    [Fact]
    public async Task A_few_trees_that_stand_for_endless_files_cost_what_they_are()
    {
        var commit = await BombAsync(10, 100);

        var added = new ConcurrentDictionary<ObjectId, byte[]>();
        var digest = await Task.Run(() => ContentDigest.Of(Bare, commit, new Dictionary<ObjectId, byte[]>(), added), Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.Equal(64, digest.Length);
        Assert.Equal(11, added.Count);
    }

    [Fact]
    public async Task A_submodule_is_refused_by_name()
    {
        await GitAsync("init", "--quiet", "--bare", Bare);
        var tree = await InputAsync($"160000 commit {new string('1', 40)}\tvendored\n", "--git-dir", Bare, "mktree", "--missing");
        var commit = await CommitAsync(tree);

        var refused = Assert.Throws<UnreadableContentException>(() => ContentDigest.Of(Bare, commit, new Dictionary<ObjectId, byte[]>(), new()));

        Assert.Equal("submodule", refused.Code);
        Assert.StartsWith("vendored is a submodule", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public async Task A_link_that_points_nowhere_is_refused_before_it_is_read(int length)
    {
        await GitAsync("init", "--quiet", "--bare", Bare);
        var target = await InputAsync(new string('x', length), "--git-dir", Bare, "hash-object", "-w", "--stdin");
        var commit = await CommitAsync(await InputAsync($"120000 blob {target}\tlink\n", "--git-dir", Bare, "mktree"));

        var refused = Assert.Throws<UnreadableContentException>(() => ContentDigest.Of(Bare, commit, new Dictionary<ObjectId, byte[]>(), new()));
        var notLaidOut = Assert.Throws<UnreadableContentException>(() => SourceExport.Write(Bare, commit, Path.Combine(folder.FullName, "out"), 1 << 20, Stop));

        Assert.Equal(("unsafe-path", "unsafe-path"), (refused.Code, notLaidOut.Code));
        Assert.StartsWith("link is a symbolic link that points nowhere", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_must_not_wait_is_told_that_another_commit_is_being_read()
    {
        var commit = await BombAsync(1, 1);
        string? meanwhile = "not asked";
        DigestMemory memory = null!;
        memory = new(
            () =>
            {
                // In the midst of another's turn; a thread of its own, since a lock lets its own thread in again.
                var other = new Thread(() => meanwhile = memory.TryDigestOf(Bare, commit));
                other.Start();
                other.Join();
                return [];
            },
            _ => { });

        var digest = memory.DigestOf(Bare, commit);

        Assert.Null(meanwhile);
        Assert.Equal(digest, memory.TryDigestOf(Bare, commit));
    }

    [Fact]
    public async Task Sources_are_laid_out_as_they_are_and_never_through_a_link()
    {
        var plain = await WorkTreeAsync("plain", "sha1");
        await GitAsync("-C", plain, "-c", "user.name=D", "-c", "user.email=d@example.org", "commit", "--quiet", "-m", "all");
        var target = Path.Combine(folder.FullName, "laid out");

        SourceExport.Write(Path.Combine(plain, ".git"), new(await GitAsync("-C", plain, "rev-parse", "HEAD")), target, 1 << 20, Stop);

        Assert.Equal("one\r\ntwo\r\n", await File.ReadAllTextAsync(Path.Combine(target, "lines.txt"), Stop));
        if (!OperatingSystem.IsWindows()) Assert.True(File.GetUnixFileMode(Path.Combine(target, "sub", "run.sh")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("sub/run.sh", new FileInfo(Path.Combine(target, "link")).LinkTarget);
        Assert.False(Directory.Exists(Path.Combine(target, ".git")));
    }

    // Each of these bytes git would write in another way, or not at all, wherever a repository can tell it to.
    [Fact]
    public async Task Nothing_that_a_repository_asks_for_changes_a_byte_of_its_sources_or_is_run()
    {
        var (plain, ran) = (Path.Combine(folder.FullName, "plain"), Path.Combine(folder.FullName, "ran"));
        var stored = new Dictionary<string, string>
        {
            [".gitattributes"] = "* text eol=crlf ident export-subst filter=x diff=x\nleft-out.txt export-ignore\n",
            ["text.txt"] = "$Id$\n$Format:%H$\none\n",
            ["left-out.txt"] = "not for an archive\n",
        };
        await GitAsync("init", "--quiet", plain);
        foreach (var (name, value) in ((string, string)[])[("filter.x.smudge", $"touch '{ran}'; cat"), ("filter.x.clean", $"touch '{ran}'; cat"), ("filter.x.required", "true"), ("diff.x.textconv", $"touch '{ran}'; cat")])
        {
            await GitAsync("-C", plain, "config", name, value);
        }

        foreach (var (name, text) in stored)
        {
            await File.WriteAllTextAsync(Path.Combine(plain, name), text, Stop);
            await GitAsync("-C", plain, "update-index", "--add", "--cacheinfo", $"100644,{await InputAsync(text, "-C", plain, "hash-object", "-w", "--stdin")},{name}");
        }

        var hook = Path.Combine(plain, ".git", "hooks", "post-checkout");
        await File.WriteAllTextAsync(hook, $"#!/bin/sh\ntouch '{ran}'\n", Stop);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var commit = await GitAsync("-C", plain, "-c", "user.name=D", "-c", "user.email=d@example.org", "commit-tree", await GitAsync("-C", plain, "write-tree"), "-m", "all");
        var target = Path.Combine(folder.FullName, "laid out");

        SourceExport.Write(Path.Combine(plain, ".git"), new(commit), target, 1 << 20, Stop);

        var written = Directory.EnumerateFiles(target).Select(file => (Path.GetFileName(file), File.ReadAllText(file)));
        Assert.Equal(stored.Select(file => (file.Key, file.Value)).Order(), written.Order());
        Assert.False(File.Exists(ran));
    }

    [Fact]
    public async Task Sources_with_a_submodule_are_not_laid_out_and_nothing_of_it_is_fetched()
    {
        var vendored = await WorkTreeAsync("vendored", "sha1");
        await GitAsync("-C", vendored, "-c", "user.name=D", "-c", "user.email=d@example.org", "commit", "--quiet", "-m", "all");
        await GitAsync("init", "--quiet", "--bare", Bare);
        var modules = await InputAsync($"[submodule \"vendored\"]\n\tpath = vendored\n\turl = {vendored}\n", "--git-dir", Bare, "hash-object", "-w", "--stdin");
        var tree = await InputAsync(
            $"100644 blob {modules}\t.gitmodules\n160000 commit {await GitAsync("-C", vendored, "rev-parse", "HEAD")}\tvendored\n", "--git-dir", Bare, "mktree", "--missing");
        var commit = await CommitAsync(tree);
        var target = Path.Combine(folder.FullName, "laid out");

        var refused = Assert.Throws<UnreadableContentException>(() => SourceExport.Write(Bare, commit, target, 1 << 20, Stop));

        Assert.Equal("submodule", refused.Code);
        Assert.StartsWith("vendored is a submodule", refused.Message, StringComparison.Ordinal);
        Assert.Equal([".gitmodules"], Directory.EnumerateFileSystemEntries(target, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.False(Directory.Exists(Path.Combine(Bare, "modules")));
    }

    [Fact]
    public async Task More_than_a_workspace_may_hold_is_refused()
    {
        var commit = await BombAsync(3, 100);

        var refused = Assert.Throws<UnreadableContentException>(() => SourceExport.Write(Bare, commit, Path.Combine(folder.FullName, "out"), 1000, Stop));

        Assert.Equal("too-large", refused.Code);
    }

    private async Task<CommitSha> BombAsync(int depth, int width)
    {
        await GitAsync("init", "--quiet", "--bare", Bare);
        var id = await InputAsync("boom\n", "--git-dir", Bare, "hash-object", "-w", "--stdin");
        var mode = "100644 blob";
        for (var level = 0; level < depth; level++)
        {
            var lines = Enumerable.Range(100, width).Select(number => $"{mode} {id}\tn{number}\n");
            id = await InputAsync(string.Concat(lines), "--git-dir", Bare, "mktree");
            mode = "040000 tree";
        }

        return await CommitAsync(id);
    }

    private async Task<CommitSha> CommitAsync(string tree) =>
        new(await GitAsync("--git-dir", Bare, "-c", "user.name=D", "-c", "user.email=d@example.org", "commit-tree", tree, "-m", "made"));

    private async Task<string> WorkTreeAsync(string name, string format)
    {
        var path = Path.Combine(folder.FullName, name);
        await GitAsync("init", "--quiet", $"--object-format={format}", path);
        Directory.CreateDirectory(Path.Combine(path, "sub", "deep"));
        await File.WriteAllTextAsync(Path.Combine(path, "lines.txt"), "one\r\ntwo\r\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(path, ".gitattributes"), "*.txt text eol=lf ident\n", Stop);
        await File.WriteAllBytesAsync(Path.Combine(path, "sub", "bytes.bin"), [0, 255, 13, 10, 0], Stop);
        await File.WriteAllTextAsync(Path.Combine(path, "sub", "run.sh"), "#!/bin/sh\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(path, "sub", "deep", "Grüße.md"), "Füße\n", Stop);
        await File.WriteAllTextAsync(Path.Combine(path, "sub.txt"), "sorts between sub and sub/\n", Stop);
        File.CreateSymbolicLink(Path.Combine(path, "link"), "sub/run.sh");
        // No filters: the bytes in the work tree are the bytes in git.
        foreach (var file in (string[])["lines.txt", ".gitattributes", "sub/bytes.bin", "sub/run.sh", "sub/deep/Grüße.md", "sub.txt"])
        {
            var id = await GitAsync("-C", path, "hash-object", "-w", "--no-filters", file);
            var mode = file == "sub/run.sh" ? "100755" : "100644";
            await GitAsync("-C", path, "update-index", "--add", "--cacheinfo", $"{mode},{id},{file}");
        }

        var link = await InputAsync("sub/run.sh", "-C", path, "hash-object", "-w", "--stdin");
        await GitAsync("-C", path, "update-index", "--add", "--cacheinfo", $"120000,{link},link");
        return path;
    }

    private Task<string> GitAsync(params string[] arguments) => InputAsync(null, arguments);

    private async Task<string> InputAsync(string? input, params string[] arguments)
    {
        var result = await git.LocalAsync(null, arguments, Stop, input is null ? default : Encoding.UTF8.GetBytes(input));
        Assert.True(result.Succeeded, result.Error);
        return result.Output.Trim();
    }
}
