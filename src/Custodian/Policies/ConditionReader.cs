using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Reads a rule's <c>when</c>.</summary>
internal static class ConditionReader
{
    private const int LongestLabel = 100;

    private static readonly string[] Asks = ["paths", "files-over", "lines-over", "gates", "labels"];

    public static Condition Read(YamlSection section, IReadOnlyList<string> gates)
    {
        var when = new Condition
        {
            Paths = Globs.ReadIfAny(section, "paths", "write globs such as \"STHK/**\", or remove 'paths'."),
            IgnoreGenerated = section.Flag("ignore-generated", false),
            FilesOver = section.Integer("files-over", 0, int.MaxValue),
            LinesOver = section.Integer("lines-over", 0, int.MaxValue),
            Gates = Gates(section, gates),
            Labels = Labels(section),
        };
        if (!Asks.Any(section.Has))
        {
            section.Problems.Add(section.At, when.IgnoreGenerated
                ? "'ignore-generated' belongs to 'paths', 'files-over' or 'lines-over': write one of them, or remove 'when'."
                : "'when' asks for nothing: write paths, files-over, lines-over, gates or labels, or remove it.");
        }

        section.Close();
        return when;
    }

    private static string[]? Gates(YamlSection section, IReadOnlyList<string> known)
    {
        if (section.TextsIfAny("gates", "name at least one gate, or remove 'gates'.") is not { } gates) return null;

        foreach (var gate in gates) Reference.IsKnown(section.Problems, gate, "gate", known);
        return [.. gates.Select(gate => gate.Text)];
    }

    private static string[]? Labels(YamlSection section)
    {
        if (section.TextsIfAny("labels", "write at least one label, or remove 'labels'.") is not { } labels) return null;

        foreach (var label in labels.Where(label => label.Text.Length > LongestLabel))
        {
            section.Problems.Add(label.At, $"this label is longer than {LongestLabel} characters: write a shorter one.");
        }

        return [.. labels.Select(label => label.Text)];
    }
}
