using System.Text.RegularExpressions;

namespace Custodian.Policies;

/// <summary>A secret by name: <c>env:NAME</c> or <c>file:PATH</c>. The secret itself is read when it is needed and never kept here.</summary>
internal sealed partial record SecretReference
{
    public const string Mend = "env:NAME (a variable of the service's environment) or file:PATH (a file that only the service can read).";

    private readonly Problem place;
    private readonly string written;
    private readonly string? variable;
    private readonly string? path;

    private SecretReference(string written, string? variable, string? path, Problem place)
    {
        this.written = written;
        this.variable = variable;
        this.path = path;
        this.place = place;
    }

    /// <summary>Where the secret lies; null: in a variable.</summary>
    public string? File => path;

    /// <summary>Null where the text is neither; nothing is reported then, and the text must not be repeated to anyone.</summary>
    public static SecretReference? TryParse(YamlText text, ProblemList problems)
    {
        var place = new Problem(problems.File, text.At.Line, text.At.Column, "");
        if (Variable().Match(text.Text) is { Success: true } match) return new(text.Text, match.Groups[1].Value, null, place);
        return text.Text.StartsWith("file:", StringComparison.Ordinal) && text.Text.Length > 5 && !text.Text.Any(char.IsControl)
            ? new(text.Text, null, Path.GetFullPath(text.Text[5..], problems.Folder), place)
            : null;
    }

    /// <summary>The secret, without the blanks and line breaks around it.</summary>
    /// <exception cref="ConfigurationException">It is not there, cannot be read or is empty; names the reference, never the value.</exception>
    public string Read()
    {
        var secret = (variable is null ? ReadFile() : Environment.GetEnvironmentVariable(variable))?.Trim();
        if (!string.IsNullOrEmpty(secret)) return secret;
        throw Unusable(variable is null ? "the file is empty: put the secret into it" : "the variable is not set: set it for the service");
    }

    /// <summary>As written: the name of the secret.</summary>
    public override string ToString() => written;

    private string ReadFile()
    {
        try
        {
            return System.IO.File.ReadAllText(path!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"the file cannot be read ({fault.Message}): make it readable for the service's user", fault);
        }
    }

    /// <summary>Says that what was read is not what is needed, in the place where it is named.</summary>
    /// <param name="why">Never the value.</param>
    public ConfigurationException Unusable(string why, Exception? inner = null) =>
        new([place with { Text = $"the secret {Quote.Of(written)} cannot be used: {why}." }], inner);

    [GeneratedRegex(@"^env:([A-Za-z_][A-Za-z0-9_]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
