using Custodian.Checks;
using Custodian.Git;
using Xunit;

namespace Custodian.Tests.Checks;

public sealed class WorkspacesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-workspaces-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_start_removes_workspaces_that_were_left_and_nothing_else()
    {
        var (precious, other) = (Path.Combine(folder.FullName, "precious"), new Workspaces(new ProgramRunner("tests"), folder.FullName, "/data/other"));
        await File.WriteAllTextAsync(precious, "kept", TestContext.Current.CancellationToken);
        var workspaces = new Workspaces(new ProgramRunner("tests"), folder.FullName, "/data/one");
        var (left, others) = (workspaces.Make(), other.Make());

        await workspaces.SweepAsync(TestContext.Current.CancellationToken);

        Assert.False(Directory.Exists(left));
        Assert.True(Directory.Exists(others));
        Assert.True(File.Exists(precious));
    }
}
