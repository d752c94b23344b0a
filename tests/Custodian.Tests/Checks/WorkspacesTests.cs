using Custodian.Checks;
using Custodian.Git;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Custodian.Tests.Checks;

public sealed class WorkspacesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-workspaces-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_start_removes_workspaces_that_were_left_and_nothing_else()
    {
        var (precious, other) = (Path.Combine(folder.FullName, "precious"), Of("/data/other"));
        await File.WriteAllTextAsync(precious, "kept", Stop);
        var workspaces = Of("/data/one");
        var (left, others) = (await workspaces.MakeAsync(Stop), await other.MakeAsync(Stop));

        await workspaces.SweepAsync(Stop);

        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(others));
        Assert.True(File.Exists(precious));
    }

    [Fact]
    public async Task A_link_in_the_place_of_our_folder_is_refused_and_nothing_behind_it_is_touched()
    {
        var workspaces = Of("/data/one");
        var root = Path.GetDirectoryName(await workspaces.MakeAsync(Stop))!;
        Directory.Move(root, root + ".away");
        await File.WriteAllTextAsync(Path.Combine(root + ".away", "precious"), "kept", Stop);
        Directory.CreateSymbolicLink(root, root + ".away");

        await workspaces.SweepAsync(Stop);
        var refused = await Assert.ThrowsAsync<IOException>(() => workspaces.MakeAsync(Stop));

        Assert.Contains("belongs to another account, or is no folder: remove it", refused.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(root + ".away", "precious")));
    }

    [Fact]
    public async Task A_folder_of_another_account_is_refused_by_root_too()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can give a folder to another account");
        var workspaces = Of("/data/one");
        var root = Path.GetDirectoryName(await workspaces.MakeAsync(Stop))!;
        await new ProgramRunner("tests").RunAsync(new() { Program = "chown", Arguments = ["65534", "--", root], Timeout = TimeSpan.FromMinutes(1) }, Stop);

        await workspaces.SweepAsync(Stop);
        await Assert.ThrowsAsync<IOException>(() => workspaces.MakeAsync(Stop));

        Assert.NotEmpty(Directory.EnumerateDirectories(root));
    }

    private Workspaces Of(string data) => new(new ProgramRunner("tests"), folder.FullName, data, NullLogger<Workspaces>.Instance);
}
