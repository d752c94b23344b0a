namespace Custodian.Store;

/// <summary>What a check run says of lines of one file of the commit.</summary>
/// <param name="Path">From the top of the repository, with '/'; it is there in the commit.</param>
/// <param name="StartLine">From 1.</param>
/// <param name="EndLine">The last line that it is about.</param>
/// <param name="Title">A few words on one line.</param>
/// <param name="Text">One line, fit to be printed.</param>
internal sealed record CheckRemark(string Path, int StartLine, int EndLine, string Title, string Text);
