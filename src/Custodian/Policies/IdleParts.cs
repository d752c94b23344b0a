namespace Custodian.Policies;

/// <summary>Finds parts of a policy that decide nothing: what nobody uses, what is over, and what switches itself off.</summary>
internal sealed class IdleParts(Configuration configuration, Places places, DateTimeOffset now)
{
    private readonly DateOnly today = DateOnly.FromDateTime(now.UtcDateTime);

    public IEnumerable<(Position At, string Text)> Find() =>
        [.. configuration.Gates.Values.SelectMany(OfGate), .. UnusedChecks()];

    private IEnumerable<(Position, string)> OfGate(GateDefinition gate)
    {
        if (!configuration.Repositories.Any(repository => repository.Gate == gate.Name || repository.Urgent?.Gate == gate.Name))
        {
            yield return (places.Of(gate), $"no repository uses gate {Quote.Of(gate.Name)}, so it decides nothing: name it at a repository, or remove it.");
        }

        if (gate.Veto is { Count: 0 }) yield return (places.Of(gate, "veto"), "'veto: []' means that no rejection stops anything, whoever's it is: name roles, or remove 'veto' so that every rejection does.");
        if (gate.Windows is { Closed: { Count: > 0 } closed } windows && closed.All(day => day < today))
        {
            yield return (places.Of(windows, "closed"), $"every day under 'closed' has passed, the last on {Words.Of(closed.Max())}: name those to come.");
        }

        foreach (var escalation in gate.Escalate)
        {
            string[] away = [.. escalation.To.Where(person => !IsInOffice(person))];
            if (away.Length > 0) yield return (places.Of(escalation), $"{Quote.All(away)} {(away.Length == 1 ? "is" : "are")} to be told here and not in office today: name who follows.");
        }
    }

    private IEnumerable<(Position, string)> UnusedChecks()
    {
        var used = configuration.Gates.Values.SelectMany(gate => gate.Checks ?? [])
            .Concat(configuration.Repositories.SelectMany(repository => new[] { repository.Gate, repository.Urgent?.Gate }.OfType<string>().Any(gate => configuration.Gates[gate].Checks is null) ? repository.Checks : []))
            .ToHashSet(StringComparer.Ordinal);
        return from check in configuration.Checks.Values
               where !used.Contains(check.Name)
               select (places.Of(check), $"no gate uses check {Quote.Of(check.Name)}, so it is never run: add it to a gate's 'checks', or remove it.");
    }

    private bool IsInOffice(string person) => configuration.FindPerson(person) is var (custodian, human)
        ? custodian.IsMember(now) && human.InOffice(now)
        : configuration.FindAssociate(person)?.Person.InOffice(now) == true;
}
