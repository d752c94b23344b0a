using Custodian.Commands;
using Custodian.Git;
using Custodian.Policies;
using Custodian.Tests.Policies;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Custodian.Tests.Commands;

public sealed class ConfigCheckTests : IDisposable
{
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();
    private readonly ProgramRunner programs = new("custodian-tests");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-config-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Warnings_are_told_and_the_file_is_good_all_the_same()
    {
        using var file = new SampleFile(RichSample.With("sthk-director: { roles", "sthk-director: { until: 2026-10-31, roles"));

        var code = await CheckAsync(new(file.Path));

        Assert.Equal(ExitCode.Yes, code);
        Assert.StartsWith($"{file.Path}:", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(": warning: sthk's seat as director is vacant today", error.ToString(), StringComparison.Ordinal);
        Assert.Equal($"{file.Path} is good. Its policy has the SHA-256 {Sample.Load(await File.ReadAllTextAsync(file.Path, Stop)).PolicyDigest}.\n", output.ToString());
    }

    [Fact]
    public async Task Problems_are_told_and_nothing_is_warned_of()
    {
        using var file = new SampleFile(RichSample.With("soak: 24h", "soak: soon"));

        Assert.Equal(ExitCode.WrongUse, await CheckAsync(new(file.Path)));
        Assert.DoesNotContain("warning", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("which is no time", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(output.ToString());
    }

    [Fact]
    public async Task Changes_against_an_older_file_are_told_a_line_each()
    {
        using var old = new SampleFile(RichSample.Good);
        using var now = new SampleFile(RichSample.With("soak: 24h", "soak: 1h").Replace("after: 3d", "after: 4d", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Yes, await CheckAsync(new(now.Path) { Against = old.Path }));
        Assert.Equal($"policy change: weaker: gate standard: the soak is 1h, and was 1d\npolicy change: other: gate standard tells others, or at another age, of what stands too long\n{now.Path} is good. Its policy has the SHA-256 {Sample.Load(await File.ReadAllTextAsync(now.Path, Stop)).PolicyDigest}.\n", output.ToString());
        Assert.Equal(ExitCode.Yes, await CheckAsync(new(old.Path) { Against = old.Path }));
        Assert.Contains($"The policy is that of {old.Path}.", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Addresses_that_come_and_go_are_told_though_nobody_votes_on_them()
    {
        using var old = new SampleFile(Sample.Good);
        using var now = new SampleFile(Sample.With("email: director@example.nhs.uk", "email: new@example.nhs.uk").Replace("developer: { name: Dev Eloper }", "developer: { name: Dev E. Loper }", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Yes, await CheckAsync(new(now.Path) { Against = old.Path }));

        Assert.StartsWith(
            "no policy change: developer: name or accounts\n"
            + "no policy change: taunton-director's address director@example.nhs.uk is removed: what was written under it no longer keeps taunton-director from signing\n"
            + "no policy change: taunton-director has the address new@example.nhs.uk: what was written under it keeps taunton-director from signing\n"
            + "The policy is that of", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_file_that_cannot_be_read_is_told()
    {
        using var file = new SampleFile(RichSample.Good);

        Assert.Equal(ExitCode.WrongUse, await CheckAsync(new(file.Path) { Against = file.Path + ".not" }));
        Assert.Contains("no such file", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Globs_that_match_no_file_of_a_commit_are_warned_of()
    {
        var first = await CommitAsync("STHK/Ward é.java");
        await CommitAsync("a/gen/B.java");
        using var file = new SampleFile(RichSample.Good);

        Assert.Equal(ExitCode.Yes, await CheckAsync(new(file.Path) { Path = folder.FullName }));
        Assert.Empty(Warned());
        Assert.Equal(ExitCode.Yes, await CheckAsync(new(file.Path) { Path = folder.FullName, Commit = first }));
        Assert.Contains("warning: '**/gen/**' under 'generated' matches no file", Assert.Single(Warned()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_repositories_only_the_gates_of_the_one_that_is_named_are_looked_at()
    {
        await CommitAsync("ward/A.java");
        using var file = new SampleFile(Sample.With("        role: clinical-safety-officer\n    ", "        role: clinical-safety-officer\n        when: { paths: [\"ward/**\"] }\n    ")
            .Replace("sign-offs: [{ each: custodian, role: director }]", "generated: [\"gen/**\"]\n    sign-offs: [{ each: custodian, role: director }]", StringComparison.Ordinal));

        Assert.Equal(ExitCode.Yes, await CheckAsync(new(file.Path) { Path = folder.FullName, Repository = "openmaxims" }));
        Assert.Empty(Warned());
        Assert.Equal(ExitCode.Yes, await CheckAsync(new(file.Path) { Path = folder.FullName, Repository = "mirror" }));
        Assert.Contains("warning: 'gen/**' under 'generated' matches no file of mirror", Assert.Single(Warned()), StringComparison.Ordinal);
        foreach (var named in new[] { null, "elsewhere" })
        {
            var wrong = await Assert.ThrowsAsync<CommandException>(() => CheckAsync(new(file.Path) { Path = folder.FullName, Repository = named }));
            Assert.Equal(ExitCode.WrongUse, wrong.ExitCode);
            Assert.Contains("openmaxims, mirror", wrong.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("nowhere", null)]
    [InlineData("", "--output=x")]
    [InlineData("", "no-such-branch")]
    public async Task A_repository_or_commit_that_is_not_there_is_told(string path, string? commit)
    {
        await CommitAsync("a");
        using var file = new SampleFile(RichSample.Good);

        var cannot = await Assert.ThrowsAsync<GitException>(() => CheckAsync(new(file.Path) { Path = Path.Combine(folder.FullName, path), Commit = commit }));

        Assert.Contains("cannot be listed", cannot.Message, StringComparison.Ordinal);
        Assert.Equal(["a"], Directory.GetFiles(folder.FullName).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_commit_or_a_repository_without_a_clone_is_wrong_use()
    {
        Assert.Equal(ExitCode.WrongUse, (await Assert.ThrowsAsync<CommandException>(() => CheckAsync(new("a") { Commit = "HEAD" }))).ExitCode);
        Assert.Equal(ExitCode.WrongUse, (await Assert.ThrowsAsync<CommandException>(() => CheckAsync(new("a") { Repository = "openmaxims" }))).ExitCode);
    }

    [Fact]
    public async Task The_schema_is_printed()
    {
        // In a process of its own writing: the console belongs to every test.
        var printed = await programs.RunAsync(new()
        {
            Program = "dotnet",
            Arguments = [Path.Combine(AppContext.BaseDirectory, "custodian.dll"), "config", "schema"],
            Environment = new Dictionary<string, string> { ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "" },
            Timeout = TimeSpan.FromMinutes(1),
        }, Stop);

        Assert.True(printed.Succeeded, printed.Error);
        Assert.Equal(ConfigurationSchema.Text, printed.Output);
    }

    private Task<int> CheckAsync(ConfigCheckOrder order) =>
        new ConfigCheckCommand(output, error, new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero)), programs).RunAsync(order, Stop);

    private async Task<string> CommitAsync(string path)
    {
        var file = Path.Combine(folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "", Stop);
        await GitAsync("init", "--quiet");
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "a");
        return (await GitAsync("rev-parse", "HEAD")).Trim();
    }

    private async Task<string> GitAsync(params string[] arguments)
    {
        var done = await programs.RunAsync(new()
        {
            Program = "git",
            Arguments = ["-C", folder.FullName, .. arguments],
            Environment = new Dictionary<string, string> { ["GIT_CONFIG_NOSYSTEM"] = "1", ["GIT_CONFIG_GLOBAL"] = "/dev/null" },
            Timeout = TimeSpan.FromMinutes(1),
        }, Stop);
        Assert.True(done.Succeeded, done.Error);
        return done.Output;
    }

    private string[] Warned() =>
        [.. error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
