using System.Collections.Frozen;
using System.Runtime.CompilerServices;

namespace Custodian.Rules;

/// <summary>What of a policy no fact changes: its people and rules under numbers, so that a decision compares numbers and not words.</summary>
internal sealed class Plan
{
    private static readonly ConditionalWeakTable<Policy, Plan> Plans = [];

    private readonly FrozenDictionary<string, int> people;
    private readonly FrozenDictionary<string, int> roles;
    private readonly int[] places;
    private readonly (string Custodian, string? Key)[][] keys;

    private Plan(Policy policy)
    {
        Policy = policy;
        Voices = [.. Hear(policy)];
        people = Number(Voices.Select(voice => voice.Person.Id));
        roles = Number(Voices.SelectMany(voice => voice.Roles).Concat(RuleTree.Leaves(policy.SignOffs).Select(rule => rule.Role)));
        Chairs = [.. from voice in Voices
                     from role in voice.Roles
                     select new Chair(voice, people[voice.Person.Id], roles[role], role, Deputy: !voice.Person.Roles.Contains(role))
                     {
                         VetoCounts = policy.Veto is null || policy.Veto.Contains(role),
                     }];
        (places, keys) = Number(Chairs);
        Spoken = [.. Chairs.OrderBy(chair => chair.Voice.Person.Id, StringComparer.Ordinal).ThenBy(chair => chair.Role, StringComparer.Ordinal)];
        var byRole = Chairs.ToLookup(chair => chair.RoleNumber);
        Rows = [.. RuleTree.Leaves(policy.SignOffs).Select((rule, index) => new Row(policy, rule, index, [.. byRole[roles[rule.Role]]]))];
        Ways = new(policy, Rows);
        AskForChanges = [.. RuleTree.Chains(policy.SignOffs).Where(chain => chain[^1].When is { AsksForChanges: true })];
        ExcludesPusher = Rows.Any(row => row.NotBy.HasFlag(NotByFlags.Pusher));
        AsksForNothing = RuleTree.All(policy.SignOffs).Any(IsEmpty);
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

    /// <summary>Rules of which only a look at the changes can tell whether they are asked, each after all that hold it.</summary>
    public SignOffRule[][] AskForChanges { get; }

    /// <summary>True when some rule does not let the pusher sit.</summary>
    public bool ExcludesPusher { get; }

    /// <summary>True when some rule has no seat, or no part.</summary>
    public bool AsksForNothing { get; }

    /// <summary>True when at least one check has to have passed before any promotion.</summary>
    public bool RequiresCheck { get; }

    public int People => people.Count;

    /// <summary>How many places there are: one for each person in each role that they may sign in.</summary>
    public int Places => keys.Length;

    public static Plan Of(Policy policy) => Plans.GetValue(policy, static policy => new Plan(policy));

    /// <summary>Place of a person in a role in a table of all; -1: nobody here, or not in that role.</summary>
    public int Place(string person, string role) =>
        people.TryGetValue(person, out var who) && roles.TryGetValue(role, out var what) ? places[(who * roles.Count) + what] : -1;

    /// <summary>A person's number; -1: nobody here.</summary>
    public int PersonNumber(string person) => people.GetValueOrDefault(person, -1);

    public int Place(Chair chair) => places[(chair.PersonNumber * roles.Count) + chair.RoleNumber];

    /// <summary>As <see cref="Person.OwnsKey"/>, of whoever has that place at the custodian that they spoke for.</summary>
    public bool OwnsKey(int place, SignOff word)
    {
        if (word.Key is not { } key) return true;
        foreach (var owned in keys[place])
        {
            if (owned.Key == key && owned.Custodian == word.Custodian) return true;
        }

        return false;
    }

    // Now and then a person is named by two custodians: that is one place.
    private (int[] Places, (string Custodian, string? Key)[][] Keys) Number(Chair[] chairs)
    {
        var numbers = new int[people.Count * roles.Count];
        Array.Fill(numbers, -1);
        var owned = new List<(string, string?)[]>();
        foreach (var sharing in chairs.GroupBy(chair => (chair.PersonNumber * roles.Count) + chair.RoleNumber))
        {
            numbers[sharing.Key] = owned.Count;
            owned.Add([.. sharing.SelectMany(chair => chair.Voice.Person.Keys.Select(key => (chair.Voice.Custodian.Id, KeyFingerprint.Of(key))))]);
        }

        return (numbers, [.. owned]);
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
