namespace Custodian.Rules;

/// <summary>The seats of one rule, and who may ever sit in them.</summary>
internal sealed class Row
{
    private readonly bool[] of;
    private readonly TimeSpan? expire;

    public Row(Policy policy, SignOffRule.Asking rule, int number, Chair[] chairs)
    {
        Rule = rule;
        Number = number;
        expire = rule.Expire ?? policy.SignOffsExpire;
        of = [.. policy.Custodians.Select(custodian => rule.Of is null || rule.Of.Contains(custodian.Id))];
        Chairs = [.. chairs.Where(chair => of[chair.Voice.CustodianNumber] && (rule.Deputies || !chair.Deputy))];
        ChairsByPerson = [.. Chairs.OrderBy(chair => chair.Voice.Person.Id, StringComparer.Ordinal)];
        Seats = rule switch
        {
            SignOffRule.EachCustodian each => [.. Own(policy, each)],
            SignOffRule.Any any => [.. Enumerable.Range(0, Math.Max(0, any.Count)).Select(_ => new Seat(this, null, -1, rule.Role))],
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        var notBy = rule.Excluded(policy.AuthorMaySign);
        NotBy = (notBy.Contains(Rules.NotBy.Author) ? NotByFlags.Author : 0)
            | (notBy.Contains(Rules.NotBy.Committer) ? NotByFlags.Committer : 0)
            | (notBy.Contains(Rules.NotBy.Pusher) ? NotByFlags.Pusher : 0);
        Exclusive = notBy.Contains(Rules.NotBy.AnotherSeat);
    }

    public SignOffRule.Asking Rule { get; }

    public int Number { get; }

    public Seat[] Seats { get; }

    /// <summary>Who holds the role, of the custodians that are asked.</summary>
    public Chair[] Chairs { get; }

    /// <summary>The same by person.</summary>
    public Chair[] ChairsByPerson { get; }

    /// <summary>Whom their part in the candidate keeps from sitting here.</summary>
    public NotByFlags NotBy { get; }

    /// <summary>True when nobody may sit here and in another such row.</summary>
    public bool Exclusive { get; }

    /// <summary>True when this custodian has seats of its own here.</summary>
    public bool AsksEach(int custodian) => Rule is SignOffRule.EachCustodian { Count: > 0 } && of[custodian];

    public bool HasExpired(SignOff signOff, DateTimeOffset asOf) => expire is { } good && signOff.RecordedAt + good <= asOf;

    private IEnumerable<Seat> Own(Policy policy, SignOffRule.EachCustodian each)
    {
        for (var index = 0; index < policy.Custodians.Count; index++)
        {
            for (var count = 0; of[index] && count < each.Count; count++) yield return new(this, policy.Custodians[index], index, policy.Custodians[index].Id);
        }
    }
}

/// <summary>One seat of one rule: filled by one approval of one person.</summary>
/// <param name="Custodian">Whose seat it is; null: anybody's.</param>
/// <param name="CustodianNumber">Its place in the policy; -1: anybody's.</param>
/// <param name="Name">What people call it: the custodian's id, or the role.</param>
internal sealed record Seat(Row Row, CustodianOrganisation? Custodian, int CustodianNumber, string Name)
{
    public bool Fits(Chair chair) => CustodianNumber < 0 || CustodianNumber == chair.Voice.CustodianNumber;

    /// <summary>True while it has to be filled: a custodian that is no member has no seats.</summary>
    public bool Stands(DateTimeOffset asOf) => Custodian is null or { From: null, Until: null } || Custodian.IsMember(asOf);
}

/// <summary>A person's parts in a candidate.</summary>
[Flags]
internal enum NotByFlags : byte
{
    Author = 1,
    Committer = 2,
    Pusher = 4,
}
