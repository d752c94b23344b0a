using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;
using Custodian.Licences.Words;

namespace Custodian.Licences.Reading;

/// <summary>Finds where a text can speak of a licence at all. Every phrase and every text holds one of these words.</summary>
/// <remarks>
/// All words at once, on bytes, 16 or 32 places a step: the first four bytes of each word are looked up by half bytes in tables of which
/// each bit stands for a few words (Teddy, of Intel's Hyperscan). The framework's search for many words knows characters only and is
/// several times slower for so many.
/// </remarks>
internal static class Keywords
{
    // Parts of words, so that "sublicensable" and "GPLv2" are found, too. ASCII in lower case; others byte by byte.
    private static readonly byte[][] Known = [.. new[]
    {
        "licen", "copyright", "gpl", "spdx", "permission", "permitted", "warrant", "public domain", "publicdomain", "copyleft", "rights reserved",
        "rechte vorbehalten", "creativecommons", "creative commons", "opensource.org", "free software", "freely", "free to", "bsd", "apache software",
        "do whatever", "do what the", "what you want", "whatever way", "as-is", "beer-ware", "distribut", "provided that", "artistic", "source code",
        "corresponding source", "lizenz", "berkeley", "same terms", "same conditions", "jpeg group", "not evil", "mulan", "you agree",
        "strictly prohibited", "unauthori", "are reserved", "any purpose", "confidential", "affero", "syscall-note", "syscall note",
        "unicode.org", "special exception", "-exception", "classpath exception", "library exception", "script exception", "commons clause", "compiler exception", "gcc exception",
        "font exception", "combined work", "by linking", "link this", "contrat", "droits réservés", "ライセンス", "許諾", "may be used",
        "without restriction", "shall not be", "must not be", "may not be",
    }.Order(StringComparer.Ordinal).Select(Lowered)];

    // These are whole words, a version behind them apart: within others they are everywhere.
    private static readonly byte[][] Whole = [.. new[]
    {
        "mit", "isc", "mpl", "epl", "cpl", "npl", "apsl", "cddl", "cecill", "eupl", "lppl", "ofl", "wtfpl", "odbl", "asl", "apl", "sissl", "zpl", "qpl", "osl", "afl", "ncsa",
        "edl", "fdl", "gfdl", "cc0", "cc ", "cc-", "ms-pl", "ms-rl", "zlib", "libz", "x11", "expat", "w3c", "boost", "psfl", "beerware", "apache v", "apache ver", "apache version", "apachev1", "apachev2", "apache 1", "apache 2", "apache-2",
        "nasa", "sspl", "elv2", "busl", "rsal", "copying", "released under", "available under", "provided under", "only under", "offered",
    }.Order(StringComparer.Ordinal).Select(Lowered)];

    private static readonly byte[][] All = [.. Known, .. Whole];

    // A bit of a byte for each group of words, and two bytes of them.
    private const int Buckets = 8;
    private const int Halves = 2;
    private const int Print = 4;

    // Hits that are nearer than this are one.
    private const int Near = 256;

    private static readonly int[] Groups = KeywordGroups.Of(All, Buckets * Halves, Print);
    private static readonly byte[][] Low = Tables(letter => letter & 15);
    private static readonly byte[][] High = Tables(letter => letter >> 4);

    // Whether any word begins with these four bytes, or is these three: nearly all that the tables let through ends here. And which ones may.
    private static readonly uint[] Four = Beginnings(4);
    private static readonly uint[] Three = Beginnings(3);
    private static readonly int[][] ByThree = ByBeginning();

    /// <summary>Adds the stretches that hold keywords, in order: from the first keyword's beginning to the last one's, each within reach of the next.</summary>
    public static void Find(ReadOnlySpan<byte> text, List<(int From, int To)> hits)
    {
        var at = Avx2.IsSupported ? Wide(text, hits) : Narrow(text, hits);
        for (; at < text.Length; at++) Check(text, at, 1, hits);
    }

    /// <summary>Whether some text holds any of them.</summary>
    public static bool In(string text)
    {
        var hits = new List<(int, int)>();
        Find(Encoding.UTF8.GetBytes(text), hits);
        return hits.Count > 0;
    }

    // The tables are held outside the loop: the processor's registers have room for most of them.
    // Hot from the first file on: a command is over before the runtime has found that out.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Wide(ReadOnlySpan<byte> text, List<(int From, int To)> hits)
    {
        static Vector256<byte> Both(byte[] table) => Vector256.Create(Vector128.Create(table));
        var (low0, low1, low2, low3) = (Both(Low[0]), Both(Low[1]), Both(Low[2]), Both(Low[3]));
        var (low4, low5, low6, low7) = (Both(Low[4]), Both(Low[5]), Both(Low[6]), Both(Low[7]));
        var (high0, high1, high2, high3) = (Both(High[0]), Both(High[1]), Both(High[2]), Both(High[3]));
        var (high4, high5, high6, high7) = (Both(High[4]), Both(High[5]), Both(High[6]), Both(High[7]));
        var half = Vector256.Create((byte)15);
        ref var start = ref MemoryMarshal.GetReference(text);
        var at = 0;
        for (; at + Print + Vector256<byte>.Count <= text.Length; at += Vector256<byte>.Count)
        {
            var letters = Vector256.LoadUnsafe(ref start, (nuint)at);
            var (low, high) = (letters & half, Vector256.ShiftRightLogical(letters.AsUInt16(), 4).AsByte() & half);
            var first = Avx2.Shuffle(low0, low) & Avx2.Shuffle(high0, high);
            var second = Avx2.Shuffle(low4, low) & Avx2.Shuffle(high4, high);

            letters = Vector256.LoadUnsafe(ref start, (nuint)(at + 1));
            (low, high) = (letters & half, Vector256.ShiftRightLogical(letters.AsUInt16(), 4).AsByte() & half);
            first &= Avx2.Shuffle(low1, low) & Avx2.Shuffle(high1, high);
            second &= Avx2.Shuffle(low5, low) & Avx2.Shuffle(high5, high);

            letters = Vector256.LoadUnsafe(ref start, (nuint)(at + 2));
            (low, high) = (letters & half, Vector256.ShiftRightLogical(letters.AsUInt16(), 4).AsByte() & half);
            first &= Avx2.Shuffle(low2, low) & Avx2.Shuffle(high2, high);
            second &= Avx2.Shuffle(low6, low) & Avx2.Shuffle(high6, high);

            letters = Vector256.LoadUnsafe(ref start, (nuint)(at + 3));
            (low, high) = (letters & half, Vector256.ShiftRightLogical(letters.AsUInt16(), 4).AsByte() & half);
            first &= Avx2.Shuffle(low3, low) & Avx2.Shuffle(high3, high);
            second &= Avx2.Shuffle(low7, low) & Avx2.Shuffle(high7, high);

            var found = first | second;
            if (found != Vector256<byte>.Zero) Check(text, at, Vector256.ExtractMostSignificantBits(~Vector256.Equals(found, Vector256<byte>.Zero)), hits);
        }

        return at;
    }

    private static int Narrow(ReadOnlySpan<byte> text, List<(int From, int To)> hits)
    {
        var at = 0;
        for (; at + Print + Vector128<byte>.Count <= text.Length; at += Vector128<byte>.Count)
        {
            var first = Vector128<byte>.AllBitsSet;
            var second = Vector128<byte>.AllBitsSet;
            for (var i = 0; i < Print; i++)
            {
                var letters = Vector128.Create(text[(at + i)..]);
                var (low, high) = (letters & Vector128.Create((byte)15), Vector128.ShiftRightLogical(letters, 4));
                first &= Vector128.Shuffle(Vector128.Create(Low[i]), low) & Vector128.Shuffle(Vector128.Create(High[i]), high);
                second &= Vector128.Shuffle(Vector128.Create(Low[Print + i]), low) & Vector128.Shuffle(Vector128.Create(High[Print + i]), high);
            }

            var found = first | second;
            if (found != Vector128<byte>.Zero) Check(text, at, Vector128.ExtractMostSignificantBits(~Vector128.Equals(found, Vector128<byte>.Zero)), hits);
        }

        return at;
    }

    private static byte[] Lowered(string word) => [.. Encoding.UTF8.GetBytes(word).Select(Letters.Lower)];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Check(ReadOnlySpan<byte> text, int from, uint places, List<(int From, int To)> hits)
    {
        for (; places != 0; places &= places - 1)
        {
            var at = from + BitOperations.TrailingZeroCount(places);
            if (at + 4 <= text.Length && BinaryPrimitives.ReadUInt32LittleEndian(text[at..]) is var four && !Holds(Four, Beginning(four)) && !Holds(Three, Beginning(four & 0xFFFFFF))) continue;
            if (!IsOne(text, at)) continue;
            if (hits.Count > 0 && at - hits[^1].To <= Near) hits[^1] = (hits[^1].From, at);
            else hits.Add((at, at));
        }
    }

    private static bool IsOne(ReadOnlySpan<byte> text, int at)
    {
        if (at + 3 > text.Length) return false;

        foreach (var known in ByThree[Place(text[at..])])
        {
            var word = All[known];
            if (word.Length > text.Length - at) continue;
            var same = 0;
            while (same < word.Length && word[same] == Letters.Lower(text[at + same])) same++;
            if (same == word.Length && (known < Known.Length || IsWhole(text, at, at + word.Length))) return true;
        }

        return false;
    }

    private static bool IsWhole(ReadOnlySpan<byte> text, int start, int end) =>
        (start == 0 || !Letters.IsLetter(text[start - 1])) && (end == text.Length || !Letters.IsLetter(text[end]) || (text[end] | 0x20) == 'v' || Letters.IsDigit(text[end - 1]) || text[end - 1] is (byte)' ' or (byte)'-');

    // Capitals and small letters differ in one bit.
    private static int Beginning(uint bytes) => (int)(((bytes | 0x20202020) * 0x9E3779B1) >> 16);

    private static bool Holds(uint[] bits, int at) => (bits[at >> 5] >> (at & 31) & 1) != 0;

    private static int Place(ReadOnlySpan<byte> text) => Beginning(text[0] | ((uint)text[1] << 8) | ((uint)text[2] << 16)) >> 8;

    private static int[][] ByBeginning()
    {
        var words = Enumerable.Range(0, All.Length).ToLookup(word => Place(All[word]));
        return [.. Enumerable.Range(0, 256).Select(place => words[place].ToArray())];
    }

    private static uint[] Beginnings(int length)
    {
        var begins = new uint[1 << 11];
        foreach (var word in All.Where(word => length == 4 ? word.Length >= 4 : word.Length == 3))
        {
            var at = Beginning(BinaryPrimitives.ReadUInt32LittleEndian([.. word.Take(length), 0, 0]));
            begins[at >> 5] |= 1u << (at & 31);
        }

        return begins;
    }

    // For each of the first bytes and each half of it: which groups of words have it there.
    private static byte[][] Tables(Func<int, int> half)
    {
        var tables = Enumerable.Range(0, Halves * Print).Select(_ => new byte[16]).ToArray();
        for (var word = 0; word < All.Length; word++)
        {
            var group = Groups[word];
            var bit = (byte)(1 << (group % Buckets));
            for (var i = 0; i < Print; i++)
            {
                for (var letter = 0; letter < 256; letter++)
                {
                    if (i >= All[word].Length || All[word][i] == Letters.Lower((byte)letter)) tables[(group / Buckets * Print) + i][half(letter)] |= bit;
                }
            }
        }

        return tables;
    }
}
