using System.Security.Cryptography;
using System.Text;
using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>The files in which is kept what was found in one repository: checks with other packs have files of their own, and so have two packs of one name.</summary>
/// <param name="file">The one for what the engine brings. Names of repositories have no '.', so that what begins with this one's and a '.' is of no other.</param>
/// <param name="inForce">The packs of each check that is in force; null: nobody knows.</param>
internal sealed class ScanCacheFolder(string file, IReadOnlyList<IReadOnlyList<LicencePack>>? inForce)
{
    private const int LongestNames = 100;

    // Whoever writes a pack tries it out again and again, and has no policy that says which one counts.
    private const int MostSpare = 3;

    /// <param name="labels">Of the packs, in their order.</param>
    public string FileFor(IEnumerable<string> labels)
    {
        var names = string.Join('+', labels);
        if (names.Length > LongestNames) names = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(names)))[..32];
        return names.Length == 0 ? file : $"{Path.ChangeExtension(file, null)}.{names}{Path.GetExtension(file)}";
    }

    /// <summary>Removes what no check in force would read; where nobody knows which are, all but the last few with packs. It costs time if it is wanted again.</summary>
    /// <param name="written">Stays: it was just written.</param>
    /// <exception cref="IOException">One cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">One may not be removed.</exception>
    public void RemoveUnused(string written)
    {
        IEnumerable<string> used = [written, .. inForce?.Select(packs => FileFor(packs.Select(pack => RulePack.LabelOf(pack.Name, pack.Digest)))) ?? [file]];
        var unused = new DirectoryInfo(Path.GetDirectoryName(file)!).EnumerateFiles()
            .Where(one => IsOurs(one.Name) && !used.Any(file => Path.GetFileName(file) == one.Name))
            .OrderByDescending(one => one.LastWriteTimeUtc)
            .Skip(inForce is null ? MostSpare : 0);
        foreach (var one in unused) one.Delete();
    }

    private bool IsOurs(string name) =>
        name.StartsWith(Path.GetFileNameWithoutExtension(file) + ".", StringComparison.Ordinal) && name.EndsWith(Path.GetExtension(file), StringComparison.Ordinal);
}
