using System.Text.RegularExpressions;

namespace Custodian.Policies;

/// <summary>Stable ids of custodians, people, repositories, checks, gates, credentials, and names of roles.</summary>
internal static partial class Identifier
{
    public const string Mend = "use lower-case letters, digits and '-', beginning with a letter or digit, at most 63";

    public static bool IsGood(string text) => Form().IsMatch(text);

    [GeneratedRegex(@"^[a-z0-9][a-z0-9-]{0,62}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
