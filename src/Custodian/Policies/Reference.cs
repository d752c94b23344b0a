namespace Custodian.Policies;

/// <summary>Checks that what is named elsewhere in the file is there.</summary>
internal static class Reference
{
    private const int MostListed = 20;

    /// <param name="problems">Where to report.</param>
    /// <param name="name">The name, where it is used.</param>
    /// <param name="kind">What it should be: <c>gate</c>.</param>
    /// <param name="known">What there is.</param>
    public static bool IsKnown(ProblemList problems, YamlText name, string kind, IReadOnlyList<string> known)
    {
        if (known.Contains(name.Text)) return true;
        if (problems.IsFull) return false;

        problems.Add(name.At, $"there is no {kind} {Quote.Of(name.Text)}: "
            + (NearMiss.Find(name.Text, known) is { } meant ? $"did you mean '{meant}'?"
            : known.Count > 0 ? $"use one of: {string.Join(", ", known.Take(MostListed))}{(known.Count > MostListed ? $" and {known.Count - MostListed} more" : "")}; or write it under '{kind}s:'."
            : $"write it under '{kind}s:'."));
        return false;
    }
}
