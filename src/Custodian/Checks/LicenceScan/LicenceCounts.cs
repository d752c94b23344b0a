using Custodian.Licences;

namespace Custodian.Checks;

/// <summary>How many files are of which kind.</summary>
internal sealed record LicenceCounts
{
    /// <summary>Of each class, generated code left out; every class has a number.</summary>
    public required IReadOnlyDictionary<FileClass, int> Own { get; init; }

    /// <summary>Of each class, generated code alone.</summary>
    public required IReadOnlyDictionary<FileClass, int> Generated { get; init; }

    /// <summary>Files of which nothing was asked; they are counted by their classes too.</summary>
    public required int Ignored { get; init; }

    /// <summary>Files whose owners declare what they are under.</summary>
    public required int Declared { get; init; }

    public int Files => Own.Values.Sum() + Generated.Values.Sum();

    public int Of(FileClass kind) => Own[kind] + Generated[kind];

    /// <summary><c>41 files: 30 licensed, 2 without a grant, 9 that say nothing; 4 are generated</c>.</summary>
    public override string ToString()
    {
        var kinds = string.Join(", ", from kind in Enum.GetValues<FileClass>() where Of(kind) > 0 select $"{Of(kind):N0} {Words(kind)}");
        (int Count, string What)[] besides = [(Generated.Values.Sum(), "generated"), (Declared, "declared"), (Ignored, "ignored")];
        var told = string.Join(", ", besides.Where(one => one.Count > 0).Select(one => $"{one.Count:N0} {one.What}"));
        return $"{(Files == 1 ? "1 file" : $"{Files:N0} files")}: {kinds}{(told.Length > 0 ? $"; of them {told}" : "")}";
    }

    /// <summary>A class in words: <c>3 without a grant</c>.</summary>
    public static string Words(FileClass kind) => kind switch
    {
        FileClass.Licensed => "licensed",
        FileClass.Unknown => "under an unknown licence",
        FileClass.NoGrant => "without a grant",
        FileClass.None => "without a word of a licence",
        FileClass.Binary => "binary",
        _ => "unreadable",
    };
}
