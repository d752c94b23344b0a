using System.Text;

namespace Custodian.Policies;

/// <summary>Everybody's public keys in the form that ssh-keygen and git read (ssh-keygen(1), ALLOWED SIGNERS).</summary>
internal static class AllowedSigners
{
    public static string Text(Configuration configuration)
    {
        var lines = new StringBuilder();
        foreach (var person in configuration.Custodians.SelectMany(custodian => custodian.People))
        {
            foreach (var key in person.Keys)
            {
                lines.Append(person.Id).Append(" namespaces=\"git,custodian-sign-off\"");
                if (person.From is { } from) lines.Append($",valid-after=\"{from:yyyyMMdd}Z\"");
                if (person.Until is { } until) lines.Append($",valid-before=\"{until.AddDays(1):yyyyMMdd}Z\"");
                lines.Append(' ').Append(key).Append('\n');
            }
        }

        return lines.ToString();
    }
}
