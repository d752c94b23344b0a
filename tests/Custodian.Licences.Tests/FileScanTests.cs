using Xunit;

namespace Custodian.Licences.Tests;

public sealed class FileScanTests
{
    [Fact]
    public void A_file_asks_for_every_finding_and_a_choice_stays_a_choice()
    {
        var scan = new FileScan(FileClass.Licensed, [Found("MIT OR GPL-2.0-only", "MIT", "GPL-2.0-only"), Found("Zlib", "Zlib"), Found("Zlib", "Zlib")]);

        Assert.Equal("(MIT OR GPL-2.0-only) AND Zlib", scan.Expression());
        Assert.Equal(["GPL-2.0-only", "MIT", "Zlib"], scan.Licences());
    }

    [Fact]
    public void A_single_choice_needs_no_brackets()
    {
        Assert.Equal("MIT OR Zlib", new FileScan(FileClass.Licensed, [Found("MIT OR Zlib", "MIT", "Zlib")]).Expression());
        Assert.Equal("", FileScan.Nothing.Expression());
    }

    private static Finding Found(string expression, params string[] ids) =>
        new() { Ids = ids, Expression = expression, Kind = FindingKind.Tag, Score = 1, StartLine = 1, EndLine = 1 };
}
