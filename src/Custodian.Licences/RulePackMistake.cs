namespace Custodian.Licences;

/// <summary>Why a rule pack cannot be used.</summary>
/// <param name="Pack">The pack's name.</param>
/// <param name="Path">The file's path in the pack; empty where it is about the pack as a whole.</param>
/// <param name="Line">From 1; 0 where it is about the file as a whole.</param>
/// <param name="Text">One sentence: what is wrong, and what to mend.</param>
public sealed record RulePackMistake(string Pack, string Path, int Line, string Text)
{
    /// <summary><c>pack/file:line: what</c>.</summary>
    public override string ToString() => $"{Pack}{(Path.Length > 0 ? "/" + Path : "")}{(Line > 0 ? $":{Line}" : "")}: {Text}";
}
