using Custodian.Ledger;

namespace Custodian.Tests.Ledger;

/// <summary>A log in a folder, for tests to spoil.</summary>
internal sealed class FolderReadableLog(string folder) : IReadableLog
{
    public async Task<byte[]?> ReadAsync(string path, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllBytesAsync(Path.Combine(folder, path), stop);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException && Directory.Exists(folder))
        {
            return null;
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            throw new LedgerUnreadableException($"The ledger in {folder} cannot be read: {cannot.Message}", cannot);
        }
    }
}
