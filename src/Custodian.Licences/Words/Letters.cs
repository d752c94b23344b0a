using System.Runtime.CompilerServices;

namespace Custodian.Licences.Words;

/// <summary>What a byte of a text means to the word reader. ASCII decides; what lies above is part of words.</summary>
internal static class Letters
{
    // The second bytes of UTF-8's accented capitals are as far from their small letters as ASCII's; other letters are confused by this
    // in a licence and in a file alike.
    private static readonly byte[] Lowered = [.. Enumerable.Range(0, 256).Select(value => (byte)(value is (>= 'A' and <= 'Z') or (>= 0x80 and <= 0x9E) ? value + 32 : value))];
    private static readonly bool[] Words = [.. Enumerable.Range(0, 256).Select(value => value is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or >= 0x80)];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte Lower(byte letter) => Lowered[letter];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWord(byte letter) => Words[letter];

    public static bool IsDigit(byte letter) => letter is >= (byte)'0' and <= (byte)'9';

    public static bool IsLetter(byte letter) => (letter | 0x20) is >= 'a' and <= 'z';
}
