using System.Text.Json;
using Custodian.Licences;
using Custodian.Licences.Expressions;

namespace Custodian.Checks;

/// <summary>What one file of a report says, in either format; README.md has the members that are read. Nothing in it is trusted.</summary>
internal static class ScannerFormats
{
    private const int MostOfOne = 1_000;
    private const int LongestExpression = 500;

    /// <param name="prints"><see cref="ScannerSettings.ScanCode"/> or <see cref="ScannerSettings.Spdx"/>.</param>
    /// <param name="name">Of the scanner.</param>
    /// <returns>The path as it stands there, and what was found; null: it is no file.</returns>
    public static (string Path, IReadOnlyList<Finding> Findings)? Read(string prints, string name, JsonElement file)
    {
        var spdx = prints == ScannerSettings.Spdx;
        if (Text(file, spdx ? "fileName" : "path") is not { Length: > 0 } path || (!spdx && Text(file, "type") is "directory")) return null;

        var found = spdx ? OfSpdx(file) : OfScanCode(file);
        return (path, [.. found.Where(one => one.Expression.Trim() is not ("" or "NONE" or "NOASSERTION")).Distinct().Take(MostOfOne).Select(one => Made(one, name))]);
    }

    private static IEnumerable<Found> OfSpdx(JsonElement file) =>
        Items(file, "licenseInfoInFiles").Append(file.TryGetProperty("licenseConcluded", out var concluded) ? concluded : default)
            .Select(Text).OfType<string>().Distinct(StringComparer.Ordinal).Select(text => new Found(text, 0, 0, 1));

    // Since version 32 detections with their matches; before, licences by their keys.
    private static IEnumerable<Found> OfScanCode(JsonElement file)
    {
        var any = false;
        foreach (var detection in Items(file, "license_detections"))
        {
            any = true;
            var whole = Expression(detection);
            var matches = Items(detection, "matches");
            if (matches.Length == 0 && whole is not null) yield return new(whole, 0, 0, 1);
            foreach (var match in matches) yield return Of(match, Expression(match) ?? whole ?? Key(match) ?? Key(detection) ?? "a licence without a name");
        }

        foreach (var licence in Items(file, "licenses"))
        {
            any = true;
            yield return Of(licence, Text(licence, "spdx_license_key") ?? Key(licence) ?? "a licence without a name");
        }

        if (!any && Text(file, "detected_license_expression_spdx") is { } all) yield return new(all, 0, 0, 1);
    }

    private static Found Of(JsonElement match, string expression)
    {
        var first = Math.Max(0, (int)Math.Min(Number(match, "start_line"), int.MaxValue));
        return new(expression, first, first == 0 ? 0 : Math.Max(first, (int)Math.Min(Number(match, "end_line"), int.MaxValue)), Math.Clamp(Number(match, "score") / 100, 0.01, 1));
    }

    private static string? Expression(JsonElement part) => Text(part, "license_expression_spdx") ?? Text(part, "spdx_license_expression");

    // A key of the scanner's own, which need not be an id of SPDX: only one that is refused by name is told.
    private static string? Key(JsonElement part) => (Text(part, "license_expression") ?? Text(part, "key")) is { } key ? $"'{key}' in the scanner's own words" : null;

    private static Finding Made(Found one, string name)
    {
        var text = one.Expression.Length > LongestExpression ? one.Expression[..LongestExpression] : one.Expression;
        var known = SpdxParser.TryParse(text, out var parsed, out _) && !parsed.Ids().Any(id => id is "NONE" or "NOASSERTION") ? parsed : null;
        return new()
        {
            Ids = known is null ? [] : [.. known.Ids().Distinct()],
            Expression = known?.ToString() ?? text,
            Kind = known is null ? FindingKind.Unknown : FindingKind.Notice,
            Score = one.Score,
            StartLine = one.FirstLine,
            EndLine = one.LastLine,
            Scanner = name,
        };
    }

    private static JsonElement[] Items(JsonElement part, string name) =>
        part.ValueKind == JsonValueKind.Object && part.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()] : [];

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
