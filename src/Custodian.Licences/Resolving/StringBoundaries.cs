using Custodian.Licences.Words;

namespace Custodian.Licences.Resolving;

/// <summary>Knows words that a program's or a manifest's quotes keep apart: <c>"…/browserify-zlib", "license": "MIT"</c>.</summary>
internal static class StringBoundaries
{
    /// <summary>Whether the word is a whole string, and the word before it ends another one.</summary>
    public static bool StandsAlone(ReadOnlySpan<byte> text, WordList words, int at)
    {
        var start = words.Starts[at];
        var end = start;
        while (end < text.Length && Letters.IsWord(text[end])) end++;
        if (at == 0 || end == text.Length || text[end] != '"' || text[start - 1] != '"') return false;

        return text[words.Starts[at - 1]..start].Count((byte)'"') > 1;
    }
}
