using System.Text;

namespace Custodian.Licences.Tests.Fuzzing;

/// <summary>Makes new files of old ones: cut, doubled, mixed, wrapped anew, with bytes and words put in that the engine looks for.</summary>
/// <param name="files">What it begins with; at least one.</param>
internal sealed class Mutations(IReadOnlyList<byte[]> files)
{
    private const int Longest = 1 << 16;
    private const int MostSteps = 8;

    private static readonly byte[][] Pieces = [.. new[]
    {
        "license", "LICENCE", "Licensed under the ", "GPL", "LGPL", "AGPL", "version 2", "2.1", "3.0", "or (at your option) any later version", "only", "lesser",
        "SPDX-License-Identifier: ", "MIT", "BSD", "Apache", " AND ", " OR ", " WITH ", "Classpath-exception-2.0", "(", ")", "+", "LicenseRef-a", "DocumentRef-b:",
        "Copyright (c) 2020 A", "All rights reserved.", "public domain", "either ", "at your option", "same terms as Perl itself", "without restriction",
        "/*", "*/", "//", "<!--", "-->", "#", "dnl ", "\n", "\r", "\r\n", "\t", "\f", " ", "\u00a9", "\u201c", "\u3000", "\u30e9\u30a4\u30bb\u30f3\u30b9", "&quot;", "<br/>", "https://www.gnu.org/licenses/", "http://opensource.org/licenses/mit-license.php",
        "\"license\": \"", "{", "}", "[", "]", ",", "- ", "a-\n b", "..", "1.1.1.1", "\\n", "\\'",
    }.Select(Encoding.UTF8.GetBytes), [0], [0xFF], [0xFF, 0xFE], [0xFE, 0xFF], [0xEF, 0xBB, 0xBF], [0xC3], [0xE2, 0x80], [0x80]];

    /// <summary>The same for the same seed.</summary>
    public byte[] Of(ulong seed)
    {
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        var bytes = Any(random);
        for (var left = random.Next(1, MostSteps); left > 0; left--) bytes = Step(bytes, random);
        return bytes.Length <= Longest ? bytes : bytes[..Longest];
    }

    private byte[] Any(Random random) => files[random.Next(files.Count)];

    private byte[] Step(byte[] bytes, Random random)
    {
        var (from, to) = Stretch(bytes, random);
        var stretch = bytes[from..to];
        return random.Next(9) switch
        {
            0 => [.. bytes[..from], .. bytes[to..]],
            1 => [.. bytes[..to], .. stretch, .. bytes[to..]],
            2 => [.. bytes[..from], .. Pieces[random.Next(Pieces.Length)], .. bytes[from..]],
            3 => [.. bytes[..from], .. Pieces[random.Next(Pieces.Length)], .. bytes[to..]],
            4 => [.. bytes[..from], .. Any(random), .. bytes[to..]],
            5 => [.. bytes[..from], .. stretch.Select(one => (byte)(one ^ (1 << random.Next(8)))), .. bytes[to..]],
            6 => [.. bytes[..from], .. stretch.Select(one => one is (byte)' ' or (byte)'\n' && random.Next(4) == 0 ? (byte)(one ^ 0x2A) : one), .. bytes[to..]],
            7 => [.. bytes[..from], .. Enumerable.Repeat(stretch, random.Next(1, 2 + (4096 / (stretch.Length + 1)))).SelectMany(one => one), .. bytes[to..]],
            _ => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)),
        };
    }

    private static (int From, int To) Stretch(byte[] bytes, Random random)
    {
        var from = random.Next(bytes.Length + 1);
        var length = random.Next(4) == 0 ? random.Next(bytes.Length - from + 1) : Math.Min(random.Next(40), bytes.Length - from);
        return (from, from + length);
    }
}
