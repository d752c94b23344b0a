using System.Text.RegularExpressions;

namespace Custodian.Tests.Arrows;

/// <summary>Reads one source and says which wrong arrows it takes: file, line, arrow and the mend.</summary>
internal static partial class ArrowReader
{
    // The one place that starts programs.
    private const string Runner = "src/Custodian/Git/ProgramRunner.cs";

    /// <param name="path">From the root of the repository, with slashes: <c>src/Custodian/Store/FactStore.cs</c>.</param>
    public static IEnumerable<string> WrongArrows(string path, string text)
    {
        var source = SourceText.Of(path.EndsWith(".razor", StringComparison.Ordinal) ? RazorText.CodeOf(text) : text);
        var (room, home) = Place(path);
        var wrong = House.Pure.Contains(room)
            ? FromPure(room, source.Code)
            : FromRoom(path, room, source);
        return from one in wrong.Append(WrongNamespace(home, source.Code)).OfType<(int Line, string What)>()
               orderby one.Line
               select $"{path}:{one.Line}: {one.What}";
    }

    // The room, and the namespace that its files live in.
    private static (string Room, string Home) Place(string path) => path.Split('/') switch
    {
        ["src", "Custodian", var file] => (file, "Custodian"),
        ["src", "Custodian", var room, ..] => (room, $"Custodian.{room}"),
        ["src", var project, ..] => (project.Replace("Custodian.", "", StringComparison.Ordinal), project),
        _ => throw new ArgumentException($"{path} is not a source of this house.", nameof(path)),
    };

    private static IEnumerable<(int Line, string What)?> FromRoom(string path, string room, SourceText source)
    {
        if (!House.MayKnow.TryGetValue(room, out var mayKnow))
        {
            yield return (1, $"{room} is not a room of the house: move the file into one, or give the room its line in House.cs.");
            yield break;
        }

        foreach (var (line, known) in KnownRooms(source.Code))
        {
            if (known == room || mayKnow.Contains(known)) continue;
            yield return (line, $"{room} → {known} is a wrong arrow ({room} may know {Few(mayKnow)}): "
                + "move what both need to a room that both may know, or let it be handed in.");
        }

        foreach (var (package, owners) in House.Packages.Where(package => !package.Value.Contains(room)))
        {
            foreach (var line in Lines(source.Code, $@"(?<![\w.]){Regex.Escape(package)}(?![\w])\s*[.;]"))
            {
                yield return (line, $"{room} uses {package}, which only {Few(owners)} may know: "
                    + "ask that room for what is needed, in the house's own words.");
            }
        }

        foreach (var line in Lines(source.Code, @"(?<![\w.])(System\.Diagnostics\.)?(Process\s*\.|ProcessStartInfo\b)|\bnew\s+Process\b"))
        {
            yield return (line, $"{room} starts programs by itself: start them through Git/ProgramRunner, the one runner.");
        }

        foreach (var line in path == Runner ? [] : Lines(source.Code, @"(?<![\w.])(CliWrap\.)?Cli\s*\.\s*Wrap\b"))
        {
            yield return (line, $"{room} starts programs by itself: start them through Git/ProgramRunner, the one runner.");
        }

        if (room == "Store") yield break;
        foreach (var (line, _) in source.Literals.Where(literal => Sql().IsMatch(literal.Text)))
        {
            yield return (line, $"{room} holds SQL: move the statement into Store, beside the method that runs it.");
        }
    }

    // In a pure project a namespace is enough to be wrong: what is not there cannot be reached.
    private static IEnumerable<(int Line, string What)?> FromPure(string room, string code)
    {
        foreach (var (line, known) in KnownRooms(code).Where(known => known.Room != room))
        {
            yield return (line, $"{room} → {known} is a wrong arrow ({room} may know nothing): hand in what is needed as a value.");
        }

        foreach (var used in Using().Matches(code).Where(used => !FitForPure().IsMatch(used.Groups["name"].Value)))
        {
            yield return (LineOf(code, used.Index), $"{room} uses {used.Groups["name"].Value}: it is pure, "
                + "and has no packages and no way out; hand in what is needed as a value.");
        }

        foreach (var line in Lines(code,
            @"(?<![\w.])(System\.(IO|Net|Threading)\s*\.|(System\.)?(File|Directory|FileInfo|DirectoryInfo|FileStream|HttpClient|Socket|Console|Environment|"
            + @"Random|Thread|Timer|Task|ValueTask|TimeProvider|Stopwatch|async|await|Guid\s*\.\s*NewGuid|DateTime(Offset)?\s*\.\s*(UtcNow|Now|Today))\b)"))
        {
            yield return (line, $"{room} reaches outside itself: it is pure, without clock, chance, I/O and async; hand in what is needed as a value.");
        }
    }

    // `using Custodian.Git;`, `Custodian.Git.Mirror`, and `Git.Mirror`, which means the same inside the house.
    private static IEnumerable<(int Line, string Room)> KnownRooms(string code)
    {
        var own = House.MayKnow.Keys.Where(room => !room.EndsWith(".cs", StringComparison.Ordinal)).Concat(House.Pure);
        var rooms = string.Join('|', own);
        var names = $@"(?<![\w.])(?:global::)?Custodian\.(?<room>{rooms})\b|(?<![\w.])(?<room>{rooms})\s*\.\s*(?=[A-Z]\w*\s*[.(<)\]{{}};,?\s])";
        return from Match match in Regex.Matches(code, names)
               where !IsMember(code, match) && !IsOwnNamespace(code, match)
               select (LineOf(code, match.Index), match.Groups["room"].Value);
    }

    // `Checks.Count` is the property of that name wherever the file, or a record in it, has one; a room is never followed by these.
    private static bool IsMember(string code, Match match)
    {
        if (match.Value.StartsWith("Custodian", StringComparison.Ordinal) || match.Value.StartsWith("global", StringComparison.Ordinal)) return false;

        var room = match.Groups["room"].Value;
        return Regex.IsMatch(code, $@"[\w>\]?]\s+{room}\s*(\{{|=[^=]|=>|;|,|\))");
    }

    private static bool IsOwnNamespace(string code, Match match) =>
        Regex.IsMatch(code[(code.LastIndexOf('\n', match.Index) + 1)..match.Index], @"^\s*namespace\s+$");

    private static (int Line, string What)? WrongNamespace(string home, string code)
    {
        var match = Namespace().Match(code);
        if (!match.Success) return null;

        var name = match.Groups["name"].Value;
        return name == home || (home != "Custodian" && name.StartsWith(home + ".", StringComparison.Ordinal))
            ? null
            : (LineOf(code, match.Index), $"the namespace {name} is not the folder's ({home}): give the file its folder's namespace, or move it.");
    }

    private static IEnumerable<int> Lines(string code, string pattern) =>
        Regex.Matches(code, pattern).Select(match => LineOf(code, match.Index)).Distinct();

    private static int LineOf(string code, int index) => code.AsSpan(0, index).Count('\n') + 1;

    private static string Few(string[] rooms) => rooms.Length == 0 ? "nothing" : string.Join(", ", rooms);

    [GeneratedRegex(@"(?<![\w.])using\s+(static\s+)?(\w+\s*=\s*)?(?<name>[A-Z][\w.]*)\s*;")]
    private static partial Regex Using();

    [GeneratedRegex(@"^\s*namespace\s+(?<name>[\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(System(\.(Collections|Diagnostics|Globalization|Linq|Text|Buffers|Security\.Cryptography|Numerics|Runtime)\b.*)?|Custodian\..*)$")]
    private static partial Regex FitForPure();

    [GeneratedRegex(
        @"\b(select\b[^.!]*\bfrom\s+\w|insert\s+(or\s+\w+\s+)?into\s+\w|update\s+\w+\s+set\s|delete\s+from\s+\w|"
        + @"create\s+(unique\s+)?(table|index|trigger)\s|drop\s+table\s|pragma\s+\w+)",
        RegexOptions.IgnoreCase)]
    private static partial Regex Sql();
}
