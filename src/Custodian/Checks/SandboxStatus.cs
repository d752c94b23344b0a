using System.Text.Json;

namespace Custodian.Checks;

/// <summary>
/// What bubblewrap wrote of a run. It writes to a file that the sandbox cannot reach, and names an exit code only where the
/// program inside was really started: that tells "could not start" from "ran and failed".
/// </summary>
/// <param name="Process">The sandbox's first process, as seen from outside; when it is gone, all inside are gone.</param>
/// <param name="ExitCode">Of the program inside; 128 + n where signal n ended it.</param>
internal sealed record SandboxStatus(int? Process, int? ExitCode)
{
    public static SandboxStatus Read(string file)
    {
        var status = new SandboxStatus(null, null);
        if (!File.Exists(file)) return status;

        foreach (var line in File.ReadLines(file))
        {
            // A line may be cut short where bubblewrap itself was killed while it wrote.
            if (!line.EndsWith('}')) continue;

            using var document = JsonDocument.Parse(line);
            status = new(Number(document, "child-pid") ?? status.Process, Number(document, "exit-code") ?? status.ExitCode);
        }

        return status;
    }

    private static int? Number(JsonDocument document, string name) =>
        document.RootElement.TryGetProperty(name, out var value) ? value.GetInt32() : null;
}
