namespace Custodian.Checks;

/// <summary>A failing test and where its report says that it failed. The candidate wrote it: no place is believed before it is found in the commit.</summary>
/// <param name="Name">Fit to be printed.</param>
/// <param name="Message">One line, fit to be printed; empty where there is none.</param>
/// <param name="File">What the report says in so many words, before all that a stack tells; null: it does not.</param>
/// <param name="Frames">What the stack tells, in its order.</param>
internal sealed record FailedTest(string Name, string Message, TestPlace? File, IReadOnlyList<TestPlace> Frames);
