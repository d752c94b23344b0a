using Custodian.EndToEnd.Estates;

namespace Custodian.EndToEnd.Faults;

/// <summary>A hook of the remote that stops a push of gold at one point, says that it is there, and goes on when told to.</summary>
internal sealed class Aim : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("custodian-aim-");
    private readonly string hook;

    /// <param name="bare">The remote repository.</param>
    /// <param name="point">The hook's name; <c>reference-transaction</c> stops where the ref is locked and not yet moved.</param>
    public Aim(string bare, string point)
    {
        hook = Path.Combine(bare, "hooks", point);
        Directory.CreateDirectory(Path.GetDirectoryName(hook)!);
        File.WriteAllText(hook, $$"""
            #!/bin/sh
            # Stops the first push of gold here.
            case "$(basename "$0")" in
                update) text="$1" ;;
                *) text=$(cat) ;;
            esac
            case "$text" in *refs/heads/gold*) ;; *) exit 0 ;; esac
            [ "$(basename "$0")" != reference-transaction ] || [ "$1" = prepared ] || exit 0
            mkdir '{{folder.FullName}}/reached' 2>/dev/null || exit 0
            while [ ! -e '{{folder.FullName}}/go' ]; do sleep 0.02; done

            """);
        File.SetUnixFileMode(hook, (UnixFileMode)Convert.ToInt32("755", 8));
    }

    public Task ReachedAsync(FaultEstate estate) => Eventually.UntilAsync(
        $"a push of gold reaches {Path.GetFileName(hook)}", FaultEstate.Soon, () => Directory.Exists(Path.Combine(folder.FullName, "reached")), () => estate.Log);

    /// <summary>Lets the push go on, if it is still there.</summary>
    public void Release() => File.WriteAllText(Path.Combine(folder.FullName, "go"), "");

    public void Dispose()
    {
        File.Delete(hook);
        folder.Delete(recursive: true);
    }
}
