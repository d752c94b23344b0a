namespace Custodian.Licences.Texts;

/// <summary>The same words in a file and in a licence's text.</summary>
/// <param name="At">First word in the file.</param>
/// <param name="Place">First word in the text.</param>
/// <param name="Length">How many.</param>
internal readonly record struct Block(int At, int Place, int Length);
