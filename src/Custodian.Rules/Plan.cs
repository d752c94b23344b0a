using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Custodian.Rules;

/// <summary>What of a policy no fact changes: its people and rules under numbers, so that a decision compares numbers and not words.</summary>
internal sealed class Plan
{
    private static readonly ConditionalWeakTable<Policy, Plan> Plans = [];

    private readonly FrozenDictionary<string, int> people;
    private readonly FrozenDictionary<string, int> roles;
    private readonly (string Custodian, string? Key)[][] keys;
    private readonly Dictionary<string, int> custodians = new(StringComparer.Ordinal);

    private Plan(Policy policy)
    {
        Policy = policy;
        for (var index = 0; index < policy.Custodians.Count; index++) custodians.TryAdd(policy.Custodians[index].Id, index);
        Voices = [.. Hear(policy)];
        people = Number(Voices.Select(voice => voice.Person.Id));
        var owned = Voices.ToLookup(voice => people[voice.Person.Id]);
        keys = [.. Enumerable.Range(0, people.Count).Select(number => owned[number].SelectMany(voice => voice.Person.Keys.Select(key => (voice.Custodian.Id, KeyFingerprint.Of(key)))).ToArray())];
        roles = Number(Voices.SelectMany(voice => voice.Roles).Concat(RuleTree.Leaves(policy.SignOffs).Select(rule => rule.Role)));
        Chairs = [.. from voice in Voices
                     from role in voice.Roles
                     select new Chair(voice, people[voice.Person.Id], roles[role], role, Deputy: !voice.Person.Roles.Contains(role))
                     {
                         VetoCounts = policy.Veto is null || policy.Veto.Contains(role),
                     }];
        Spoken = [.. Chairs.OrderBy(chair => chair.Voice.Person.Id, StringComparer.Ordinal).ThenBy(chair => chair.Role, StringComparer.Ordinal)];
        var byRole = Chairs.ToLookup(chair => chair.RoleNumber);
        Rows = [.. RuleTree.Leaves(policy.SignOffs).Select((rule, index) => new Row(policy, rule, index, [.. byRole[roles[rule.Role]]]))];
        Ways = new(policy, Rows);
        SignOffRule[] all = [.. RuleTree.All(policy.SignOffs)];
        AsksForChanges = all.Any(rule => rule.When is { AsksForChanges: true });
        AsksForNothing = all.Any(IsEmpty);
        RequiresCheck = policy.Checks.Any(check => !check.Advisory && check.DeferFor is null);
    }

    public Policy Policy { get; }

    /// <summary>Every person of every custodian, in the order of the policy.</summary>
    public Voice[] Voices { get; }

    /// <summary>Every person in every role that they may sign in, in the order of the policy.</summary>
    public Chair[] Chairs { get; }

    /// <summary>The same by person and role.</summary>
    public Chair[] Spoken { get; }

    /// <summary>Every rule with seats, in the order of the policy.</summary>
    public Row[] Rows { get; }

    public Ways Ways { get; }

    /// <summary>True when only a look at the changes can tell of some rule whether it is asked.</summary>
    public bool AsksForChanges { get; }

    /// <summary>True when some rule has no seat, or no part.</summary>
    public bool AsksForNothing { get; }

    /// <summary>True when at least one check has to have passed before any promotion.</summary>
    public bool RequiresCheck { get; }

    public int People => people.Count;

    public int Roles => roles.Count;

    public static Plan Of(Policy policy) => Plans.GetValue(policy, static policy => new Plan(policy));

    /// <summary>Place of a person and role in a table of all; -1: nobody here, or no role here.</summary>
    public int Place(string person, string role) =>
        people.TryGetValue(person, out var who) && roles.TryGetValue(role, out var what) ? (who * roles.Count) + what : -1;

    /// <summary>A person's number; -1: nobody here.</summary>
    public int PersonNumber(string person) => people.GetValueOrDefault(person, -1);

    public int Place(Chair chair) => (chair.PersonNumber * roles.Count) + chair.RoleNumber;

    /// <summary>As <see cref="Person.OwnsKey"/>, of whoever has that place at the custodian that they spoke for.</summary>
    public bool OwnsKey(int place, SignOff word)
    {
        if (word.Key is not { } key) return true;
        foreach (var owned in keys[place / roles.Count])
        {
            if (owned.Key == key && owned.Custodian == word.Custodian) return true;
        }

        return false;
    }

    private static IEnumerable<Voice> Hear(Policy policy)
    {
        for (var index = 0; index < policy.Custodians.Count; index++)
        {
            foreach (var person in policy.Custodians[index].People) yield return new(policy.Custodians[index], index, person);
        }
    }

    private static bool IsEmpty(SignOffRule rule) => rule switch
    {
        SignOffRule.Any any => any.Count < 1,
        SignOffRule.EachCustodian each => each.Count < 1,
        _ => RuleTree.Parts(rule).Count == 0,
    };

    private static FrozenDictionary<string, int> Number(IEnumerable<string> names) =>
        names.Distinct().Select((name, number) => KeyValuePair.Create(name, number)).ToFrozenDictionary(StringComparer.Ordinal);
}

/// <summary>One person of one custodian.</summary>
internal sealed class Voice(CustodianOrganisation custodian, int custodianNumber, Person person)
{
    private readonly int from = Math.Max((person.From ?? DateOnly.MinValue).DayNumber, (custodian.From ?? DateOnly.MinValue).DayNumber);
    private readonly int until = Math.Min((person.Until ?? DateOnly.MaxValue).DayNumber, (custodian.Until ?? DateOnly.MaxValue).DayNumber);

    public CustodianOrganisation Custodian => custodian;

    public int CustodianNumber => custodianNumber;

    public Person Person => person;

    /// <summary>Every role in which this person may be heard, each once.</summary>
    public IReadOnlyList<string> Roles { get; } = [.. person.Roles.Concat(person.Deputises).Distinct()];

    public bool IsHeard(int day) => from <= day && day <= until;
}

/// <summary>One person in one role.</summary>
internal sealed record Chair(Voice Voice, int PersonNumber, int RoleNumber, string Role, bool Deputy)
{
    /// <summary>Who can act, as it is told.</summary>
    public Actor Actor { get; } = new(Voice.Custodian.Id, Role);

    /// <summary>True when a rejection in this role stops a candidate.</summary>
    public required bool VetoCounts { get; init; }
}
