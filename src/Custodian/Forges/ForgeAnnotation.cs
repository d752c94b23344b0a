namespace Custodian.Forges;

/// <summary>A remark beside the code.</summary>
/// <param name="Path">From the top of the repository, with '/'.</param>
/// <param name="StartLine">From 1.</param>
/// <param name="EndLine">The last line that it is about.</param>
/// <param name="Title">One line; cut at 255 characters.</param>
/// <param name="Message">Plain text; cut at 64 KiB.</param>
internal sealed record ForgeAnnotation(string Path, int StartLine, int EndLine, ForgeAnnotationLevel Level, string Title, string Message);
