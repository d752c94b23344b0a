using System.Globalization;
using System.Text;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>
/// Everybody's public keys in the form that ssh-keygen and git read (ssh-keygen(1), ALLOWED SIGNERS). Only those whose role
/// votes on releases can sign a tag that git takes for certified; everybody else's keys are good for statements alone.
/// </summary>
internal static class AllowedSigners
{
    // ssh-keygen counts seconds since 1970 and refuses a line with a time before.
    private static readonly DateOnly Epoch = new(1970, 1, 1);

    public static string Text(Configuration configuration)
    {
        var lines = new StringBuilder();
        foreach (var person in configuration.Custodians.SelectMany(custodian => custodian.People).Where(person => !(person.Until < Epoch)))
        {
            foreach (var key in person.Keys) lines.Append(CultureInfo.InvariantCulture, $"{person.Id} {Options(person)} {key}\n");
        }

        return lines.ToString();
    }

    private static string Options(Person person)
    {
        var purposes = person.Roles.Contains(Motion.Role) ? "git,custodian-sign-off" : "custodian-sign-off";
        var after = person.From is { } from && from > Epoch ? $",valid-after=\"{Midnight(from)}\"" : "";
        // Who is in office until the last day that a calendar has leaves no sooner.
        var before = person.Until is { } until && until < DateOnly.MaxValue ? $",valid-before=\"{Midnight(until.AddDays(1))}\"" : "";
        return $"namespaces=\"{purposes}\"{after}{before}";
    }

    // The Z makes it UTC, as the gate's own days are.
    private static string Midnight(DateOnly day) => day.ToString("yyyyMMdd'Z'", CultureInfo.InvariantCulture);
}
