using Custodian.Licences.Reading;
using Custodian.Licences.Words;

namespace Custodian.Licences.Phrases;

/// <summary>Looks for words that are a phrase and hold no keyword: nobody would ever come to read them.</summary>
internal static class KeywordlessPath
{
    private static readonly string[] Between = [" ", "-", ".", "/"];

    /// <summary>Words that lead through the phrase and hold no keyword; null: there are none, or none among the first that were tried.</summary>
    /// <param name="graph">Holds this phrase alone.</param>
    /// <param name="most">How many ways are tried.</param>
    public static string? In(PhraseGraph graph, WordTable table, int most)
    {
        var seen = new HashSet<(int State, string Last)>();
        var left = new Stack<(int State, string Said)>();
        left.Push((0, ""));
        while (left.TryPop(out var at) && most > 0)
        {
            foreach (var state in graph.Closure([at.State]))
            {
                if (graph.Accepted(state) >= 0) return at.Said;
                foreach (var (word, next) in graph.Steps(state))
                {
                    most--;
                    var said = $"{at.Said} {(word == PhraseGraph.AnyWord ? "…" : table.Name(word))}";
                    // No keyword is of more words than three. Between two of them may stand whatever joins them in an address or an id.
                    var last = string.Join(' ', said.Split(' ').TakeLast(3));
                    if (Array.Exists(Between, between => Keywords.In(last.Replace(" ", between, StringComparison.Ordinal)))) continue;
                    if (seen.Add((next, last))) left.Push((next, said));
                }
            }
        }

        return null;
    }
}
