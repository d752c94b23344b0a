using System.Text.Json;

namespace Custodian.Benchmarks;

/// <summary>A Markdown table for people, then one line of JSON for programs.</summary>
internal static class Report
{
    public static void Print(string bench, string commit, IReadOnlyList<Measure> measures)
    {
        Console.WriteLine("| measure | median | against | ratio | goal |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var measure in measures)
        {
            Console.WriteLine($"| {measure.Name} | {measure.Value:0.##} {measure.Unit} | {Cell(measure.Against, measure.Unit)} | {Cell(measure.Ratio, "")} | {measure.Goal ?? "–"} |");
        }

        Console.WriteLine();
        Console.WriteLine(JsonSerializer.Serialize(new { bench, commit, measures }, JsonSerializerOptions.Web));
    }

    private static string Cell(double? value, string unit) => value is { } number ? $"{number:0.##} {unit}".TrimEnd() : "–";
}
