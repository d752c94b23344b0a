using System.Text.Json.Nodes;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>Tells what a proposed policy changes, and which of it opens the gate further.</summary>
internal sealed class PolicyComparison
{
    private readonly PolicyChanges changes = new();
    private readonly Configuration old;
    private readonly Configuration now;
    private readonly string[] signing;

    private PolicyComparison(Configuration old, Configuration now)
    {
        (this.old, this.now) = (old, now);
        signing =
        [
            .. now.Gates.Values.SelectMany(gate => RuleTree.Leaves(gate.SignOffs)).Select(rule => rule.Role)
                .Concat(now.Checks.Values.Select(check => check.Attested?.Role).OfType<string>()).Append(Motion.Role).Distinct(),
        ];
    }

    /// <summary>Every difference between two policies, what is weaker first; empty: they have one digest.</summary>
    public static IReadOnlyList<PolicyChange> Find(Configuration old, Configuration now)
    {
        if (old.PolicyDigest == now.PolicyDigest) return [];

        var comparison = new PolicyComparison(old, now);
        comparison.Custodians();
        comparison.Associates();
        comparison.Checks();
        comparison.Repositories();
        comparison.Gates();
        comparison.Terms();
        if (comparison.changes.Count == 0) comparison.changes.Other("the order in which things are listed");
        return comparison.changes.All;
    }

    private void Custodians()
    {
        PolicyChanges.Sets(old.Custodians.Select(one => one.Id), now.Custodians.Select(one => one.Id),
            lost => changes.Weaker($"custodian {lost} is removed: nobody asks it any more"),
            gained => changes.Other($"custodian {gained} is added{(now.Details[gained].Succeeds.Count > 0 ? $", in the place of {Succeeded(now, gained)}" : "")}"));
        foreach (var after in now.Custodians)
        {
            var before = old.Custodians.FirstOrDefault(one => one.Id == after.Id);
            if (before is not null)
            {
                Term($"custodian {after.Id}'s membership", (before.From, before.Until), (after.From, after.Until), shorterIsWeaker: true);
                if (!old.Details[after.Id].Succeeds.SequenceEqual(now.Details[after.Id].Succeeds)) changes.Other($"custodian {after.Id} takes the place of {Succeeded(now, after.Id)}, and did of {Succeeded(old, after.Id)}");
                if (before.Name != after.Name || !Same(old.Details[after.Id], now.Details[after.Id])) changes.Other($"custodian {after.Id}: names or ODS codes");
            }

            People(after, before?.People ?? []);
        }
    }

    private void People(CustodianOrganisation custodian, IReadOnlyList<Person> before)
    {
        PolicyChanges.Sets(before.Select(one => one.Id), custodian.People.Select(one => one.Id), lost => changes.Other($"{custodian.Id}: {lost} is removed"), _ => { });
        foreach (var person in custodian.People)
        {
            var known = before.FirstOrDefault(one => one.Id == person.Id);
            Roles(custodian.Id, person.Id, known?.Roles ?? [], person.Roles, "the role");
            Roles(custodian.Id, person.Id, known?.Deputises ?? [], person.Deputises, "deputising as");
            if (known is null)
            {
                if (person.Roles.Count + person.Deputises.Count == 0) changes.Other($"{custodian.Id}: {person.Id} is added");
                continue;
            }

            Term($"{person.Id}'s term of office", (known.From, known.Until), (person.From, person.Until), shorterIsWeaker: false, matters: person.Roles.Concat(person.Deputises).Any(signing.Contains));
            if (!known.Keys.SequenceEqual(person.Keys) || !known.KeyTerms.SequenceEqual(person.KeyTerms)) changes.Other($"{custodian.Id}: {person.Id}'s keys or their terms");
        }
    }

    private void Roles(string custodian, string person, IReadOnlyList<string> before, IReadOnlyList<string> after, string what) =>
        PolicyChanges.Sets(before, after,
            lost => changes.Other($"{custodian}: {person} loses {what} {lost}"),
            gained => changes.Add(signing.Contains(gained), $"{custodian}: {person} gains {what} {gained}"));

    // Longer terms let more be signed; a shorter membership lets less be asked.
    private void Term(string what, (DateOnly? From, DateOnly? Until) before, (DateOnly? From, DateOnly? Until) after, bool shorterIsWeaker, bool matters = true)
    {
        if (before == after) return;

        var shorter = (after.From ?? DateOnly.MinValue) > (before.From ?? DateOnly.MinValue) || (after.Until ?? DateOnly.MaxValue) < (before.Until ?? DateOnly.MaxValue);
        var longer = (after.From ?? DateOnly.MinValue) < (before.From ?? DateOnly.MinValue) || (after.Until ?? DateOnly.MaxValue) > (before.Until ?? DateOnly.MaxValue);
        changes.Add(matters && (shorterIsWeaker ? shorter : longer), $"{what} is now {Show(after)}, and was {Show(before)}");
    }

    private void Terms()
    {
        var (before, after) = (old.Terms, now.Terms);
        if (before.Chair?.Id != after.Chair?.Id)
        {
            // With everybody else the chair can end a membership: who that is opens more than it closes.
            changes.Add(after.Chair is not null, after.Chair is { } chair ? $"the chair is {chair.Id}, and was {before.Chair?.Id ?? "nobody"}" : "nobody is the chair any more");
        }
        else if (!Same(PolicyDocuments.Terms(before with { LostKeyDelay = null, Home = null }), PolicyDocuments.Terms(after with { LostKeyDelay = null, Home = null })))
        {
            changes.Other("the chair's keys or their terms");
        }

        if (before.Home != after.Home) changes.Other(after.Home is { } home ? $"the policy lives in repository {home.Repository}, in {home.Path}" : "the policy lives in no repository any more");
        var (was, delay) = (before.LostKeyDelay ?? PolicyCount.UsualLostKeyDelay, after.LostKeyDelay ?? PolicyCount.UsualLostKeyDelay);
        if (was != delay) changes.Add(delay < was, $"a lost key is published for {Quantity.Show(delay)} before the others replace it, and was for {Quantity.Show(was)}");
    }

    private void Associates()
    {
        PolicyChanges.Sets(old.Associates.Select(one => one.Person.Id), now.Associates.Select(one => one.Person.Id),
            lost => changes.Other($"associate {lost} is removed"), gained => changes.Other($"associate {gained} is added"));
        foreach (var after in now.Associates)
        {
            if (old.FindAssociate(after.Person.Id) is { } before && !Same(PolicyDocuments.Associate(before), PolicyDocuments.Associate(after))) changes.Other($"associate {after.Person.Id}");
        }
    }

    private void Checks()
    {
        PolicyChanges.Sets(old.Checks.Keys, now.Checks.Keys, lost => changes.Other($"check {lost} is removed from 'checks'"), gained => changes.Other($"check {gained} is added"));
        foreach (var after in now.Checks.Values)
        {
            if (!old.Checks.TryGetValue(after.Name, out var before)) continue;
            if (before.Digest != after.Digest)
            {
                var lowered = before.Attested?.MinAssurance > after.Attested?.MinAssurance;
                changes.Weaker($"check {after.Name} is defined otherwise{(lowered ? $" (min-assurance lowered to {Words.Of(after.Attested!.MinAssurance)})" : "")}: what it proves may be less");
            }

            Length($"check {after.Name}'s good-for", before.GoodFor, after.GoodFor);
            if (before.Retries != after.Retries) changes.Add(after.Retries > before.Retries, $"check {after.Name} is tried again {after.Retries} times, and was {before.Retries}");
            if (!before.After.ToHashSet().SetEquals(after.After)) changes.Other($"check {after.Name} is run after others than before");
        }
    }

    private void Repositories()
    {
        PolicyChanges.Sets(old.Repositories.Select(one => one.Name), now.Repositories.Select(one => one.Name),
            lost => changes.Weaker($"repository {lost} is removed: nothing guards its gold"), gained => changes.Other($"repository {gained} is added"));
        foreach (var after in now.Repositories)
        {
            if (old.FindRepository(after.Name) is not { } before) continue;
            if (before.Url.Written != after.Url.Written) changes.Other($"{after.Name} lies elsewhere");
            if (before.GitHub != after.GitHub) changes.Other($"{after.Name} is shown {(after.GitHub is { } there ? $"at {there} on GitHub" : "nowhere on GitHub any more")}");
            if (before.Gold.Url.Written != after.Gold.Url.Written || before.Gold.Ref != after.Gold.Ref) changes.Weaker($"{after.Name} has another gold: nothing guards the one that it had");
            if (before.Gate != after.Gate) changes.Other($"{after.Name} passes gate {after.Gate}, and passed {before.Gate}");
            PolicyChanges.Sets(before.Source, after.Source, lost => changes.Other($"{after.Name} is no longer promoted from {lost}"), gained => changes.Other($"{after.Name} is promoted from {gained} too"));
            Required(before, after, after.Name, urgent: false);
            Urgent(before, after);
        }
    }

    private void Urgent(RepositoryEntry before, RepositoryEntry after)
    {
        if (after.Urgent is null && before.Urgent is not null) changes.Other($"{after.Name} has no urgent gate any more");
        if (after.Urgent is null) return;
        if (before.Urgent is null)
        {
            changes.Weaker($"{after.Name} may pass the urgent gate {after.Urgent.Gate} from {string.Join(", ", after.Urgent.Source)}");
            return;
        }

        PolicyChanges.Sets(before.Urgent.Source, after.Urgent.Source,
            lost => changes.Other($"{after.Name}: {lost} is no longer urgent"), gained => changes.Weaker($"{after.Name} may pass the urgent gate from {gained} too"));
        if (before.Urgent.Gate != after.Urgent.Gate) changes.Other($"{after.Name} passes the urgent gate {after.Urgent.Gate}, and passed {before.Urgent.Gate}");
        Required(before, after, $"{after.Name} (urgent)", urgent: true);
    }

    private void Required(RepositoryEntry before, RepositoryEntry after, string label, bool urgent) =>
        PolicyChanges.Sets(old.PolicyFor(before, urgent).Checks.Select(check => check.Name), now.PolicyFor(after, urgent).Checks.Select(check => check.Name),
            lost => changes.Weaker($"{label} no longer requires check {lost}"), gained => changes.Other($"{label} requires check {gained}"));

    private void Gates()
    {
        PolicyChanges.Sets(old.Gates.Keys, now.Gates.Keys, lost => changes.Other($"gate {lost} is removed"), gained => changes.Other($"gate {gained} is added"));
        var same = old.Gates.Keys.Intersect(now.Gates.Keys).Select(name => (Old: name, Now: name));
        var changed = from after in now.Repositories
                      let before = old.FindRepository(after.Name)
                      where before is not null
                      from pair in ((string? Old, string? Now)[])[(before.Gate, after.Gate), (before.Urgent?.Gate, after.Urgent?.Gate)]
                      where pair is { Old: not null, Now: not null }
                      select (Old: pair.Old!, Now: pair.Now!);
        var used = now.Repositories.SelectMany(one => (string?[])[one.Gate, one.Urgent?.Gate]).ToHashSet();
        foreach (var (name, gate) in now.Gates.Where(pair => !used.Contains(pair.Key)))
        {
            if (old.Gates.TryGetValue(name, out var before) && !(before.Checks ?? [ChecksReader.All]).SequenceEqual(gate.Checks ?? [ChecksReader.All])) changes.Other($"gate {name}, which no repository passes, requires other checks");
        }

        foreach (var (before, after) in same.Concat(changed).Distinct())
        {
            new GateComparison(changes, before == after ? $"gate {after}" : $"gate {after} (was {before})", old.Gates[before], now.Gates[after]).Compare();
        }
    }

    private void Length(string what, TimeSpan? before, TimeSpan? after)
    {
        if (before == after) return;
        changes.Add((after ?? TimeSpan.MaxValue) > (before ?? TimeSpan.MaxValue), $"{what} is now {Show(after)}, and was {Show(before)}");
    }

    private static string Show(TimeSpan? time) => time is { } known ? Quantity.Show(known) : "without end";

    private static string Show((DateOnly? From, DateOnly? Until) term) => term switch
    {
        (null, null) => "without end",
        ({ } from, null) => $"from {Words.Of(from)}",
        (null, { } until) => $"until {Words.Of(until)}",
        ({ } from, { } until) => $"from {Words.Of(from)} until {Words.Of(until)}",
    };

    private static string Succeeded(Configuration configuration, string custodian) =>
        configuration.Details[custodian].Succeeds is { Count: > 0 } before ? string.Join(" and ", before) : "nobody";

    private static bool Same(CustodianDetails one, CustodianDetails other) => one.Names.SequenceEqual(other.Names) && one.Ods.SequenceEqual(other.Ods);

    private static bool Same(JsonNode one, JsonNode other) => JsonNode.DeepEquals(one, other);
}
