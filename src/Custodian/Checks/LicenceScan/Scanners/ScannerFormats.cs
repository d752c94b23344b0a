using System.Text.Json;
using Custodian.Licences;
using Custodian.Licences.Expressions;

namespace Custodian.Checks;

/// <summary>What one file of a report says, in either format; README.md has the members that are read. Nothing in it is trusted.</summary>
internal static class ScannerFormats
{
    private const int MostOfOne = 1_000;
    private const int LongestExpression = 500;
    private const int LongestError = 100;
    private const string Nameless = "a licence without a name";

    /// <param name="prints"><see cref="ScannerSettings.ScanCode"/> or <see cref="ScannerSettings.Spdx"/>.</param>
    /// <param name="name">Of the scanner.</param>
    /// <returns>The path as it stands there, and what was found; null: it is no file.</returns>
    public static (string Path, IReadOnlyList<Finding> Findings)? Read(string prints, string name, JsonElement file)
    {
        var spdx = prints == ScannerSettings.Spdx;
        if (Text(file, spdx ? "fileName" : "path") is not { Length: > 0 } path || (!spdx && Text(file, "type") is "directory")) return null;

        Found[] found = [.. (spdx ? OfSpdx(file) : OfScanCode(file)).Where(one => one.Expression.Trim() is not ("" or "NONE" or "NOASSERTION")).Distinct().Take(MostOfOne + 1)];
        return (path, [.. found.Take(MostOfOne).Select(one => Made(one, name)), .. Untold(file, spdx, found.Length > MostOfOne).Select(why => Unknown(new(why, 0, 0, 1), name))]);
    }

    // Something was found, or could have been, and nobody knows what.
    private static IEnumerable<string> Untold(JsonElement file, bool spdx, bool more)
    {
        if (more) yield return $"more than {MostOfOne:N0} findings, of which the rest is not read";
        if (!spdx && Items(file, "scan_errors") is [var first, ..]) yield return $"the file could not be read to its end ({PlainText.Line(Text(first) ?? "it is not said why", LongestError)})";
    }

    private static IEnumerable<Found> OfSpdx(JsonElement file) =>
        Items(file, "licenseInfoInFiles").Append(file.TryGetProperty("licenseConcluded", out var concluded) ? concluded : default)
            .Select(Text).OfType<string>().Distinct(StringComparer.Ordinal).Select(text => new Found(text, 0, 0, 1));

    // Since version 32 detections with their matches; before, licences by their keys. A summary adds what is in none of those.
    private static List<Found> OfScanCode(JsonElement file)
    {
        var found = new List<Found>();
        var summaries = new List<string?>();
        foreach (var detection in Items(file, "license_detections"))
        {
            var whole = Expression(detection);
            summaries.Add(whole);
            var matches = Items(detection, "matches");
            if (matches.Length == 0 && whole is null) found.Add(new(Key(detection) ?? Nameless, 0, 0, 1));
            foreach (var match in matches) found.Add(Of(match, Expression(match) ?? whole ?? Key(match) ?? Key(detection) ?? Nameless));
        }

        foreach (var licence in Items(file, "licenses")) found.Add(Of(licence, Filled(licence, "spdx_license_key") ?? Key(licence) ?? Nameless));

        var told = found.Where(one => one.Expression.Length <= LongestExpression).SelectMany(one => Parts(one.Expression)).ToHashSet(StringComparer.Ordinal);
        foreach (var summary in summaries.Append(Text(file, "detected_license_expression_spdx")).OfType<string>())
        {
            found.AddRange(Parts(summary).Where(told.Add).Select(part => new Found(part, 0, 0, 1)));
        }

        return found;
    }

    // What is joined by AND, each in the one form in which it is compared; what is no expression stays as it is.
    private static IEnumerable<string> Parts(string text) => !SpdxParser.TryParse(text, out var parsed, out _) ? [text]
        : parsed is SpdxExpression.AllOf all ? all.Parts.Select(part => part.ToString()) : [parsed.ToString()];

    private static Found Of(JsonElement match, string expression)
    {
        var first = Math.Max(0, (int)Math.Min(Number(match, "start_line"), int.MaxValue));
        return new(expression, first, first == 0 ? 0 : Math.Max(first, (int)Math.Min(Number(match, "end_line"), int.MaxValue)), Math.Clamp(Number(match, "score") / 100, 0.01, 1));
    }

    private static string? Expression(JsonElement part) => Filled(part, "license_expression_spdx") ?? Filled(part, "spdx_license_expression");

    // A key of the scanner's own, which need not be an id of SPDX: only one that is refused by name is told.
    private static string? Key(JsonElement part) => (Text(part, "license_expression") ?? Text(part, "key")) is { } key ? $"'{key}' in the scanner's own words" : null;

    private static Finding Made(Found one, string name)
    {
        // A beginning of it could be an expression, too, and leave licences out.
        if (one.Expression.Length > LongestExpression) return Unknown(one with { Expression = $"an expression of {one.Expression.Length:N0} characters, which is too long to be read" }, name);
        if (!SpdxParser.TryParse(one.Expression, out var known, out _) || known.Ids().Any(id => id is "NONE" or "NOASSERTION")) return Unknown(one, name);

        return Unknown(one, name) with { Ids = [.. known.Ids().Distinct()], Expression = known.ToString(), Kind = FindingKind.Notice };
    }

    // Its words stand where an expression would, and are none.
    private static Finding Unknown(Found one, string name) => new()
    {
        Ids = [],
        Expression = one.Expression,
        Kind = FindingKind.Unknown,
        Score = one.Score,
        StartLine = one.FirstLine,
        EndLine = one.LastLine,
        Scanner = name,
    };

    private static JsonElement[] Items(JsonElement part, string name) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

    private static string? Filled(JsonElement part, string name) => Text(part, name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;

    private static string? Text(JsonElement part, string name) => part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var text) ? Text(text) : null;

    private static string? Text(JsonElement text)
    {
        try
        {
            return text.ValueKind == JsonValueKind.String ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half of a pair of surrogates: no text.
            return null;
        }
    }

    private static double Number(JsonElement part, string name) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetDouble(out var value) && double.IsFinite(value) ? value : 0;

    private readonly record struct Found(string Expression, int FirstLine, int LastLine, double Score);
}
