namespace Custodian.Licences.Expressions;

/// <summary>Why a text is no licence expression.</summary>
/// <param name="At">The character at which it shows, from 1.</param>
/// <param name="Text">One sentence, in small letters and without a full stop, that says what to write instead.</param>
public sealed record SpdxRefusal(int At, string Text)
{
    /// <summary>The sentence and its place.</summary>
    public override string ToString() => $"{Text} (character {At})";
}
