using Microsoft.Data.Sqlite;

namespace Custodian.Store;

/// <summary>The folder that holds everything the service must keep.</summary>
internal static class DataFolder
{
    /// <summary>Makes the folder, readable by its owner alone.</summary>
    public static void Make(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Takes the folder for this process, until the file is closed or the process ends.</summary>
    /// <exception cref="StoreException">Another process has it.</exception>
    public static FileStream Lock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException held) when (held is not DirectoryNotFoundException and not PathTooLongException && File.Exists(Path.Combine(folder, "lock")) && CanWrite(folder))
        {
            throw new StoreException($"{folder} is in use by another Custodian. Stop that one first, or name another --data folder.", held);
        }
    }

    /// <summary>Writes and removes a file as large as a start and a few votes need.</summary>
    /// <exception cref="IOException">There is no room, or nothing can be written.</exception>
    public static void Probe(string folder)
    {
        var probe = Path.Combine(folder, Path.GetRandomFileName());
        try
        {
            using var file = new FileStream(probe, FileMode.CreateNew);
            file.Write(new byte[256 << 10]);
            file.Flush(flushToDisk: true);
        }
        finally
        {
            File.Delete(probe);
        }
    }

    /// <summary>Says what is wrong with the folder, and the mend.</summary>
    public static StoreException Explain(string place, Exception cannot) => cannot switch
    {
        SqliteException { SqliteErrorCode: 8 or 14 } or UnauthorizedAccessException =>
            new($"{place} cannot be written: make it writable for the account that runs Custodian. ({cannot.Message})", cannot),
        SqliteException { SqliteErrorCode: 13 } =>
            new($"The disk that holds {place} is full: make room. Nothing that was acknowledged is lost. ({cannot.Message})", cannot),
        SqliteException { SqliteErrorCode: 11 or 26 } =>
            new($"{place} is damaged: restore it from a backup. ({cannot.Message})", cannot),
        SqliteException { SqliteErrorCode: 5 or 6 } =>
            new($"{place} is locked by another program: stop that program. ({cannot.Message})", cannot),
        IOException when cannot.Message.Contains("No space left", StringComparison.Ordinal) =>
            new($"The disk that holds {place} is full: make room, then start again. ({cannot.Message})", cannot),
        IOException when cannot.Message.Contains("Read-only", StringComparison.OrdinalIgnoreCase) =>
            new($"{place} is on a read-only file system: remount it writable, or name another --data folder. ({cannot.Message})", cannot),
        _ => new($"{place} cannot be read or written: look at the disk, then start Custodian again. ({cannot.Message})", cannot),
    };

    private static bool CanWrite(string folder)
    {
        try
        {
            Probe(folder);
            return true;
        }
        catch (Exception cannot) when (cannot is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
