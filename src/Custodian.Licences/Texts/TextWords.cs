using System.Text;
using System.Text.RegularExpressions;
using Custodian.Licences.Reading;
using Custodian.Licences.Words;

namespace Custodian.Licences.Texts;

/// <summary>A licence's text as words to look for: without the lines in which its own authors claim copyright, with a hole for each name to fill in.</summary>
internal static partial class TextWords
{
    // Characters of a copyright line; what is longer is a paragraph that begins like one.
    private const int LongestNotice = 160;

    private static readonly byte[] HoleWord = "xxholexx"u8.ToArray();

    /// <summary>Its words' numbers; 0 is a hole, or a word too long to mean anything.</summary>
    /// <param name="words">Used for it; whatever it holds is lost.</param>
    /// <param name="holes">For each word, whether it is a hole.</param>
    public static int[] Of(string text, WordTable table, WordList words, out bool[] holes)
    {
        words.Clear();
        new WordReader(table, adding: true).Read(Unseen.Without(Encoding.UTF8.GetBytes(Hole().Replace(text, " xxholexx "))), words);
        var hole = table.Find(HoleWord);
        var numbers = words.Numbers.ToArray();
        holes = Array.ConvertAll(numbers, number => number == hole && hole != 0);
        for (var at = 0; at < numbers.Length; at++) numbers[at] = holes[at] ? 0 : numbers[at];
        return numbers;
    }

    /// <summary>The lines that no copyright of somebody is: SPDX's matching guidelines ignore those.</summary>
    public static IEnumerable<string> WithoutCopyright(IEnumerable<string> lines) => lines.Where(line => line.Length > LongestNotice || !CopyrightOfSomebody().IsMatch(line));

    [GeneratedRegex(@"^\W*copyright (\(c\)|©|[<\[(]?(year|date|yyyy|\d{4}))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CopyrightOfSomebody();

    // <copyright holder>, [name of the owner]; not a heading such as [1].
    [GeneratedRegex(@"<[A-Za-z][A-Za-z ,_'/-]{1,60}>|\[[A-Za-z][A-Za-z ,_'/-]{2,60}\]", RegexOptions.CultureInvariant)]
    private static partial Regex Hole();
}
