namespace Custodian.Policies;

/// <summary>A piece of text and where it stands.</summary>
internal sealed record YamlText(string Text, Position At);
