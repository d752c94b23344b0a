namespace Custodian.Policies;

/// <summary>One mistake in the configuration, with its mend. Never quotes a secret.</summary>
/// <param name="File">The file as the caller named it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Text">What is wrong, and how to mend it.</param>
internal sealed record Problem(string File, int Line, int Column, string Text)
{
    public override string ToString() => $"{File}:{Line}:{Column}: {Text}";
}
