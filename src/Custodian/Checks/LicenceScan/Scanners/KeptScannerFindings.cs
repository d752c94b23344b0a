using System.Text.Json;
using Custodian.Licences;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>
/// What a scanner found in the last commits, beside the mirror: gold is compared with, and reports are written, without running it again. Nothing rests
/// on the files: what is not there, or damaged, is found anew.
/// </summary>
/// <param name="folderOf">Where they are kept, by the repository's folder; null: nowhere.</param>
internal sealed class KeptScannerFindings(Func<string, string?> folderOf)
{
    private const int MostKept = 50;

    public void Keep(string repository, CommitSha commit, string definition, IReadOnlyDictionary<string, IReadOnlyList<Finding>> found)
    {
        if (folderOf(repository) is not { } folder) return;

        Directory.CreateDirectory(folder);
        var file = FileOf(folder, commit, definition);
        using (var stream = File.Create(file + ".new")) JsonSerializer.Serialize(stream, found);
        File.Move(file + ".new", file, overwrite: true);
        foreach (var old in new DirectoryInfo(folder).EnumerateFiles().OrderByDescending(one => one.LastWriteTimeUtc).Skip(MostKept)) old.Delete();
    }

    /// <returns>Null: it is not kept.</returns>
    public IReadOnlyDictionary<string, IReadOnlyList<Finding>>? Find(string repository, CommitSha commit, string definition)
    {
        if (folderOf(repository) is not { } folder || FileOf(folder, commit, definition) is var file && !File.Exists(file)) return null;

        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize<Dictionary<string, IReadOnlyList<Finding>>>(stream);
        }
        catch (Exception damaged) when (damaged is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string FileOf(string folder, CommitSha commit, string definition) => Path.Combine(folder, $"{commit}-{definition}.json");
}
