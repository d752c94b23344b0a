using Custodian.Policies;

namespace Custodian.Checks;

/// <summary>Reads the <c>scanner</c> of a <c>licences</c> check from the configuration.</summary>
internal static class ScannerSchema
{
    public static ScannerSettings? Read(YamlSection? section)
    {
        if (section is null) return null;

        var name = section.Text("name", "write the name by which results are to name it, such as scancode.");
        if (name is { } called && !Identifier.IsGood(called.Text)) section.Problems.Add(called.At, $"'name' is {Quote.Of(called.Text)}: {Identifier.Mend}.");
        if (!section.Has("prints")) section.Report("prints", $"'prints' is missing: write {ScannerSettings.ScanCode} or {ScannerSettings.Spdx}.");
        var prints = section.Choice("prints", ScannerSettings.ScanCode, ScannerSettings.ScanCode, ScannerSettings.Spdx);
        var report = section.Text("report", "name the file that it writes, from the top of the code, such as scan.json.");
        if (report is { } file && !IsPlain(file.Text)) section.Problems.Add(file.At, $"'report' is {Quote.Of(file.Text)}: name one file within the code, such as scan.json.");
        var command = CommandSchema.Command(section, reports: null);
        section.Close();
        return new() { Name = name?.Text ?? "", Command = command, Prints = prints, Report = report?.Text ?? "" };
    }

    private static bool IsPlain(string path) =>
        path.IndexOfAny(['\\', '*', '?', '\0', '\n', '\r']) < 0 && path.Split('/').All(part => part is not ("" or "." or "..")) && path.Split('/')[0] != ".git";
}
