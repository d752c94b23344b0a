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
        foreach (var custodian in configuration.Custodians)
        {
            foreach (var person in custodian.People) Append(lines, person, person.Roles.Contains(Motion.Role), (custodian.From, custodian.Until));
        }

        if (configuration.Terms.Chair is { } chair) Append(lines, chair, signsTags: false, (null, null));
        // Who advises may call their role as they like, and signs no tag.
        foreach (var associate in configuration.Associates) Append(lines, associate.Person, signsTags: false, (null, null));
        return lines.ToString();
    }

    private static void Append(StringBuilder lines, Person person, bool signsTags, (DateOnly? From, DateOnly? Until) membership)
    {
        foreach (var key in person.Keys)
        {
            var terms = person.KeyTerms.Where(term => term.Key == key).Select(term => (term.From, term.Until)).Append((person.From, person.Until)).Append(membership).ToList();
            var (from, until) = (terms.Max(term => term.From), terms.Min(term => term.Until));
            if (until < Epoch || from > until) continue;
            lines.Append(CultureInfo.InvariantCulture, $"{person.Id} {Options(signsTags, from, until)} {key}\n");
        }
    }

    private static string Options(bool signsTags, DateOnly? first, DateOnly? last)
    {
        var purposes = signsTags ? "git,custodian-sign-off" : "custodian-sign-off";
        var after = first is { } from && from > Epoch ? $",valid-after=\"{Midnight(from)}\"" : "";
        // Who is in office until the last day that a calendar has leaves no sooner.
        var before = last is { } until && until < DateOnly.MaxValue ? $",valid-before=\"{Midnight(until.AddDays(1))}\"" : "";
        return $"namespaces=\"{purposes}\"{after}{before}";
    }

    // The Z makes it UTC, as the gate's own days are.
    private static string Midnight(DateOnly day) => day.ToString("yyyyMMdd'Z'", CultureInfo.InvariantCulture);
}
