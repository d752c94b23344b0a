using Custodian.Rules;
using Custodian.Store;

namespace Custodian.Checks;

/// <summary>What goes against a candidate, each at its lines.</summary>
internal static class LicenceRemarks
{
    private const int LongestTitle = 200;
    private const int LongestReason = 500;

    /// <param name="judged">Only what fails the check is told: what could not be read is about this copy of the repository.</param>
    /// <param name="files">Every file of the candidate.</param>
    public static CheckRemarks Of(LicenceJudgement judged, IEnumerable<LicenceFile> files)
    {
        // What is no UTF-8 names no file that a forge could show.
        List<LicenceConcern> concerns = judged.Outcome == CheckOutcome.Failed ? [.. judged.New.Where(concern => !concern.IsMissing)] : [];
        List<LicenceConcern> shown = [.. concerns.Where(concern => !concern.Path.Contains('\uFFFD')).Take(CheckRemarks.Most)];
        if (shown.Count == 0) return CheckRemarks.None;

        var paths = shown.Select(concern => concern.Path).ToHashSet(StringComparer.Ordinal);
        var byPath = files.Where(file => paths.Contains(file.Path)).ToLookup(file => file.Path, StringComparer.Ordinal);
        return new([.. shown.Select(concern => Of(concern, byPath[concern.Path]))], concerns.Count);
    }

    private static CheckRemark Of(LicenceConcern concern, IEnumerable<LicenceFile> files)
    {
        var start = concern.Line ?? 1;
        var end = concern.Line is null ? start : files.SelectMany(file => file.Findings)
            .Where(finding => finding.Inside is null && finding.StartLine == start && LicenceRoom.Shows(finding, concern.What))
            .Select(finding => finding.EndLine).Append(start).Max();
        return new(concern.Path, start, end, PlainText.Line(Title(concern.What), LongestTitle), Text(concern));
    }

    private static string Text(LicenceConcern concern) =>
        $"{(IsOfTheFile(concern) ? "The file " : "")}{PlainText.Line(concern.Reason, LongestReason)}. "
        + (concern.ForReview ? "A waiver settles it, or what the policy says is 'declared' of this path." : "Take it out, or ask the custodians for a waiver.");

    // A reason begins with a licence, or goes on from the file.
    private static bool IsOfTheFile(LicenceConcern concern) => Title(concern.What) != concern.What || concern.Reason.StartsWith("is ", StringComparison.Ordinal);

    private static string Title(string what) => what switch
    {
        LicenceRoom.Unknown => "Unknown licence",
        LicenceRoom.NoGrant => "All rights reserved",
        LicenceRoom.None => "No licence",
        LicenceRoom.Binary => "Binary without a known licence",
        LicenceRoom.Unreadable => "Unreadable",
        _ => what,
    };
}
