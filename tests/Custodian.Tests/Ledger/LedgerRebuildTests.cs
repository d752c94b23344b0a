using Custodian.Commands;
using Custodian.Store;
using Xunit;

namespace Custodian.Tests.Ledger;

public sealed class LedgerRebuildTests
{
    [Fact]
    public async Task A_rebuild_in_a_folder_without_facts_is_refused_and_makes_none()
    {
        using var folder = new TemporaryFolder();
        var empty = folder.Path;

        var refused = await Assert.ThrowsAsync<StoreException>(() => LedgerRebuildCommand.RunAsync(empty, TextWriter.Null, default));

        Assert.Equal($"{empty} holds no custodian.db: name the service's data folder.", refused.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(empty));
    }
}
