using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Custodian.Checks;

/// <summary>Opens a file that hostile code left: never through a symbolic link, never waiting, only a regular file.</summary>
internal static class ReportFile
{
    // Linux's values; O_NOFOLLOW alone differs between processors.
    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private static int NoFollow => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 or Architecture.X86 or Architecture.S390x or Architecture.RiscV64 or Architecture.LoongArch64 => 0x20000,
        Architecture.Arm64 or Architecture.Arm or Architecture.Ppc64le => 0x8000,
        var other => throw new PlatformNotSupportedException($"Reports cannot be opened safely on {other}."),
    };

    /// <param name="path">Full path of the report; no link in it.</param>
    /// <exception cref="IOException">It is a link, a pipe, a device, a socket, or cannot be read.</exception>
    public static FileStream Open(string path)
    {
        var descriptor = Open(path, ReadOnly | NonBlocking | CloseOnExec | NoFollow);
        if (descriptor < 0) throw new IOException($"it cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");

        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            // What was opened must be what was asked for: a folder above it may have become a link.
            if (File.ResolveLinkTarget($"/proc/self/fd/{descriptor}", returnFinalTarget: false)?.FullName != path)
                throw new IOException("it is reached through a symbolic link");

            var stream = new FileStream(handle, FileAccess.Read, bufferSize: 64 << 10);
            if (stream.CanSeek) return stream;

            stream.Dispose();
            throw new IOException("it is not a regular file");
        }
        catch (UnauthorizedAccessException folder)
        {
            handle.Dispose();
            throw new IOException("it is not a regular file", folder);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The folder's own path, with no link in it.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static string RealPath(string folder)
    {
        var descriptor = Open(folder, ReadOnly | CloseOnExec);
        if (descriptor < 0) throw new IOException($"'{folder}' cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");

        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        return File.ResolveLinkTarget($"/proc/self/fd/{descriptor}", returnFinalTarget: false)!.FullName;
    }

    private static int Open(string path, int flags) => open([.. Encoding.UTF8.GetBytes(path), 0], flags);

    // Not LibraryImport: that needs unsafe code allowed in the whole project, for this one call.
    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int open(byte[] path, int flags);
}
