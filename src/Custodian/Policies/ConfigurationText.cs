using System.Text;

namespace Custodian.Policies;

/// <summary>Gets a configuration file's text, or reports why there is none.</summary>
internal static class ConfigurationText
{
    /// <summary>No configuration is larger.</summary>
    public const int MostBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string? Read(ProblemList problems)
    {
        try
        {
            // Never more than one byte too many, whatever lies there.
            using var file = File.OpenRead(problems.File);
            var bytes = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MostBytes) return Refuse(problems, "the file is larger than 1 MiB, which no configuration is: name the right file.");
            return Decode(bytes.AsSpan(0, length), problems);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(problems, "there is no such file: check the path.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return Refuse(problems, Directory.Exists(problems.File)
                ? "this is a folder: name the configuration file in it."
                : $"the file cannot be read ({fault.Message}): make it readable for the service's user.");
        }
    }

    /// <returns>Null where it is not UTF-8, which is reported.</returns>
    public static string? Decode(ReadOnlySpan<byte> bytes, ProblemList problems)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[Encoding.UTF8.Preamble.Length..];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException fault)
        {
            var before = bytes[..fault.Index];
            var line = before.Count((byte)'\n') + 1;
            var column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            problems.Add(new(line, column), "the file is not UTF-8 text: save it as UTF-8.");
            return null;
        }
    }

    private static string? Refuse(ProblemList problems, string text)
    {
        problems.Add(Position.Start, text);
        return null;
    }
}
