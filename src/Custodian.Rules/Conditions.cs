namespace Custodian.Rules;

/// <summary>Answers what a rule's <c>when</c> asks.</summary>
internal static class Conditions
{
    /// <summary>True when everything that is asked holds, or may: what is not known counts as so, and is awaited besides.</summary>
    public static bool Hold(Condition when, Facts facts)
    {
        if (when.Gates is { } gates && !(facts.Policy.Gate is { } gate && gates.Contains(gate))) return false;
        if (when.Labels is { } labels && !labels.Any(label => facts.Labels.Contains(label))) return false;
        if (!when.AsksForChanges || facts.Changes is not { } changes) return true;

        if (when.Paths is { } paths && !paths.Any(glob => Touches(glob, when, changes))) return false;
        if (when.FilesOver is { } files && changes.Files - (when.IgnoreGenerated ? changes.GeneratedFiles : 0) <= files) return false;
        return when.LinesOver is not { } lines || Lines(when, changes) is not { } changed || changed > lines;
    }

    /// <summary>True when the facts say all that is asked about the changes.</summary>
    public static bool AreKnown(Condition when, Facts facts) =>
        !when.AsksForChanges
        || (facts.Changes is { } changes
            && (when.LinesOver is null || Lines(when, changes) is not null)
            && (when.Paths ?? []).All(glob => changes.Matches.Any(match => match.Glob == glob)));

    private static bool Touches(string glob, Condition when, Changes changes) =>
        changes.Matches.FirstOrDefault(match => match.Glob == glob) is not { } match || match.Files - (when.IgnoreGenerated ? match.Generated : 0) > 0;

    private static long? Lines(Condition when, Changes changes) => when.IgnoreGenerated ? changes.Lines - changes.GeneratedLines : changes.Lines;
}
