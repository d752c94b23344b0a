using Xunit;

namespace Custodian.Licences.Tests;

/// <summary>How well the engine does on files with known licences, where a set of such files stands beside the project.</summary>
public sealed class DevelopmentSetTests
{
    private const double LeastF1 = 0.90;
    private const double LeastPrecision = 0.95;

    private static readonly string Folder = Path.Combine(Samples.Root, "..", "shared", "licence-devset");

    [Fact]
    public void Nine_of_ten_ids_are_right_and_hardly_any_is_wrong()
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var (file, _, expected) in Files())
        {
            var found = Found(file);
            var agreed = found.Intersect(expected).Count();
            right += agreed;
            wrong += found.Count - agreed;
            missed += expected.Count - agreed;
        }

        var (precision, recall) = ((double)right / (right + wrong), (double)right / (right + missed));
        var f1 = 2 * precision * recall / (precision + recall);
        TestContext.Current.TestOutputHelper!.WriteLine($"F1 {f1:0.000}, precision {precision:0.000}, recall {recall:0.000} of {right + missed} ids");
        Assert.True(f1 >= LeastF1 && precision >= LeastPrecision, $"F1 is {f1:0.000}, precision {precision:0.000}.");
    }

    [Fact]
    public void Nothing_is_found_in_files_without_a_licence_and_in_lists_of_ids()
    {
        var found = Files().Where(file => file.Kind is "none" or "list").Select(file => (file.Name, Ids: string.Join(',', Found(file.Name)))).ToList();

        Assert.NotEmpty(found);
        Assert.All(found, file => Assert.Equal((file.Name, ""), file));
    }

    private static HashSet<string> Found(string file) => [.. Samples.Scan(File.ReadAllBytes(Path.Combine(Folder, "files", file))).Licences()];

    private static IEnumerable<(string Name, string Kind, HashSet<string> Expected)> Files()
    {
        Assert.SkipUnless(Directory.Exists(Folder), "The development set is not beside this checkout.");
        return from line in File.ReadAllLines(Path.Combine(Folder, "expected.tsv")).Skip(1)
               let cells = line.Split('\t')
               select (cells[0], cells[1], cells[2].Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
    }
}
