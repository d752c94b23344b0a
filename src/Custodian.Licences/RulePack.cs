using System.Security.Cryptography;
using System.Text;

namespace Custodian.Licences;

/// <summary>
/// Rules that somebody else supplies, for <see cref="LicenceIndex.TryWith"/>: phrases and texts in the form of <c>Data/README.md</c> (<c>*.txt</c>), licences
/// and rules in the form that ScanCode documents (<c>*.LICENSE</c>, <c>*.RULE</c>). Nothing of it is read here but its digest.
/// </summary>
public sealed class RulePack
{
    /// <summary>Most bytes of one file.</summary>
    public const int LargestFile = 1 << 20;

    /// <summary>Most bytes of all files together.</summary>
    public const int Largest = 128 << 20;

    /// <summary>Most files.</summary>
    public const int MostFiles = 60_000;

    private const int LongestName = 63;

    private static readonly string[] Suffixes = [".txt", ".LICENSE", ".RULE"];

    /// <summary>A pack of these files; those of other kinds are no part of it.</summary>
    /// <param name="name">As <see cref="IsName"/> has it.</param>
    /// <param name="files">In any order.</param>
    /// <exception cref="ArgumentException">The name is none, or two files have the same path.</exception>
    public RulePack(string name, IEnumerable<RulePackFile> files)
    {
        if (!IsName(name)) throw new ArgumentException($"A pack's name has small letters, digits and '-', at most {LongestName}.", nameof(name));
        Name = name;
        var sorted = files.Where(file => Reads(file.Path)).Select(file => (Rules: file, Path: Encoding.UTF8.GetBytes(file.Path))).ToList();
        sorted.Sort((one, other) => one.Path.AsSpan().SequenceCompareTo(other.Path));
        Files = [.. sorted.Select(one => one.Rules)];
        if (Files.Select(file => file.Path).Distinct(StringComparer.Ordinal).Count() < Files.Count) throw new ArgumentException("Two files of a pack have the same path.", nameof(files));
        Digest = DigestOf(sorted);
    }

    /// <summary>Its name in results.</summary>
    public string Name { get; }

    /// <summary>
    /// SHA-256, 64 hex digits in lower case, of a line for each file in the order of its path's bytes: the SHA-256 of its bytes, two blanks, its path, a line
    /// feed. Anybody computes the same with <c>find</c>, <c>sort</c> and <c>sha256sum</c>.
    /// </summary>
    public string Digest { get; }

    /// <summary>In the order of their paths' bytes.</summary>
    internal IReadOnlyList<RulePackFile> Files { get; }

    /// <summary>True of a file that is part of a pack; by the end of its name alone.</summary>
    public static bool Reads(string path) => Array.Exists(Suffixes, suffix => path.EndsWith(suffix, StringComparison.Ordinal));

    /// <summary>True of a name that a pack may have: small letters, digits and '-', beginning with a letter or digit, at most 63.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= LongestName && name[0] != '-' && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter == '-');

    /// <summary>How a pack is named where its digest would be too long: the name, and the beginning of the digest.</summary>
    /// <param name="digest">At least 12 hex digits.</param>
    public static string LabelOf(string name, string digest) => $"{name}@{digest[..12]}";

    private static string DigestOf(IEnumerable<(RulePackFile Rules, byte[] Path)> files)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (file, path) in files)
        {
            digest.AppendData(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span)) + "  "));
            digest.AppendData(path);
            digest.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(digest.GetHashAndReset());
    }
}
