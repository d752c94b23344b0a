using System.Globalization;
using System.Runtime.InteropServices;

namespace Custodian.Checks;

/// <summary>
/// Files and sockets that whoever started the service left open to its children. A sandbox closes none of them, and a socket is a way
/// round having no network.
/// </summary>
internal static class InheritedFiles
{
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;

    /// <summary>Marks everything but the three standard streams to be closed in children. What .NET opens is marked already.</summary>
    public static void KeepToOurselves()
    {
        foreach (var file in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            // Fails only for what was closed since it was listed: then there is nothing to keep.
            if (int.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture) is var descriptor and > 2)
                _ = fcntl(descriptor, SetDescriptorFlags, CloseOnExec);
        }
    }

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int fcntl(int descriptor, int command, int argument);
}
