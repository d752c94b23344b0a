namespace Custodian.Checks;

/// <summary>A line of a file as a test's report names it.</summary>
/// <param name="File">With '/'.</param>
/// <param name="Line">From 1; null: not told.</param>
/// <param name="IsEnd">True: folders may stand before it, as before a Java package's.</param>
internal sealed record TestPlace(string File, int? Line, bool IsEnd = false);
