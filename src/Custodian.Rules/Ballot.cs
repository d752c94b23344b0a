namespace Custodian.Rules;

/// <summary>
/// Counts sign-offs: every person once, in one seat. Which seats stay open is found by a maximum matching of approvals
/// to seats, so that no order of signing can waste a person who holds two roles.
/// </summary>
internal sealed class Ballot
{
    private readonly Facts facts;
    private readonly Vote[] approvals;
    private readonly string?[] fillers;
    private readonly Seat[] seats;

    public Ballot(Facts facts)
    {
        this.facts = facts;
        Latest = [.. LatestVotes(facts)];
        approvals = [.. Latest.Where(vote => vote is { SignOff.Decision: SignOffDecision.Approve, Void: null })];
        seats = [.. facts.Policy.SignOffs.SelectMany(Seats)];
        fillers = new string?[seats.Length];
        for (var seat = 0; seat < seats.Length; seat++) Fill(seat, []);
    }

    /// <summary>The latest word of each person in each role, by person and role.</summary>
    public IReadOnlyList<Vote> Latest { get; }

    /// <summary>Seats without an approval, in the order of the policy.</summary>
    public IEnumerable<Seat> Open => seats.Where((_, index) => fillers[index] is null);

    /// <summary>Whose sign-off brings a seat nearer to being filled; empty: nobody's can.</summary>
    public IReadOnlyList<Actor> AbleToFill(Seat seat) => [.. NextSigners(seat, []).Distinct()];

    /// <summary>One sentence: what is missing, and which approvals were seen and do not count.</summary>
    public string MissingText(Seat seat)
    {
        var missing = seat.Custodian is { } custodian
            ? $"{custodian} has not signed off {facts.Commit.Abbreviated} as {seat.Role} yet."
            : $"One more sign-off of {facts.Commit.Abbreviated} as {seat.Role} is missing, from any custodian.";
        var unused = from vote in Latest
                     where vote.Void is not null && vote.SignOff.Decision == SignOffDecision.Approve && Fits(vote, seat)
                     select $" {vote.Person.Id}'s approval does not count: {vote.Void}.";
        return string.Concat([missing, .. unused]);
    }

    private IEnumerable<Seat> Seats(SignOffRule rule) => rule switch
    {
        SignOffRule.EachCustodian => facts.Policy.Custodians.Select(custodian => new Seat(custodian.Id, rule.Role, custodian.Id)),
        SignOffRule.Any any => Enumerable.Repeat(new Seat(null, rule.Role, rule.Role), Math.Max(0, any.Count)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    // Kuhn's augmenting paths: a seat may take a person from another seat that finds someone else.
    private bool Fill(int seat, HashSet<string> tried)
    {
        foreach (var person in approvals.Where(vote => Fits(vote, seats[seat])).Select(vote => vote.Person.Id).Where(tried.Add))
        {
            var taken = Array.IndexOf(fillers, person);
            if (taken >= 0 && !Fill(taken, tried)) continue;
            fillers[seat] = person;
            return true;
        }

        return false;
    }

    // First those who sit nowhere. Only where there are none: who sits elsewhere, and could change over if another person
    // took that seat; then it is both who can act.
    private List<Actor> NextSigners(Seat seat, HashSet<string> tried)
    {
        var able = (from custodian in facts.Policy.Custodians
                    where seat.Custodian is null || seat.Custodian == custodian.Id
                    from person in custodian.People
                    where MaySign(person, seat.Role)
                    select (Person: person.Id, Actor: new Actor(custodian.Id, seat.Role))).ToList();
        var free = able.Where(one => !fillers.Contains(one.Person)).Select(one => one.Actor).ToList();
        if (free.Count > 0) return free;

        var next = new List<Actor>();
        foreach (var (person, actor) in able.Where(one => tried.Add(one.Person)))
        {
            var successors = NextSigners(seats[Array.IndexOf(fillers, person)], tried);
            if (successors.Count > 0 && !HasApproved(person, seat.Role)) next.Add(actor);
            next.AddRange(successors);
        }

        return next;
    }

    private bool HasApproved(string person, string role) =>
        approvals.Any(vote => vote.Person.Id == person && vote.SignOff.Role == role);

    private static bool Fits(Vote vote, Seat seat) =>
        vote.SignOff.Role == seat.Role && (seat.Custodian is null || seat.Custodian == vote.Custodian.Id);

    private bool MaySign(Person person, string role) =>
        person.Roles.Contains(role) && person.InOffice(facts.AsOf)
        && (facts.Policy.AuthorMaySign || !facts.Contributors.Contains(person.Id));

    private static IEnumerable<Vote> LatestVotes(Facts known)
    {
        var latest = new Dictionary<(string Person, string Role), SignOff>();
        foreach (var signOff in known.SignOffs)
        {
            if (signOff.Repository != known.Repository || signOff.Commit != known.Commit) continue;
            if (!latest.TryGetValue((signOff.Person, signOff.Role), out var before) || before.Seq < signOff.Seq) latest[(signOff.Person, signOff.Role)] = signOff;
        }

        return from custodian in known.Policy.Custodians
               from person in custodian.People
               where person.InOffice(known.AsOf)
               from role in person.Roles.Distinct()
               let last = latest.GetValueOrDefault((person.Id, role))
               where last is not null && last.Decision != SignOffDecision.Withdraw
               orderby person.Id, role
               select new Vote(custodian, person, last) { Void = WhyVoid(known, custodian, person, last) };
    }

    private static string? WhyVoid(Facts facts, CustodianOrganisation custodian, Person person, SignOff signOff)
    {
        if (signOff.Custodian != custodian.Id) return $"it was given for {signOff.Custodian}";
        if (!facts.Policy.AuthorMaySign && facts.Contributors.Contains(person.Id)) return "who wrote or committed part of a change may not sign it off";
        if (signOff.Subject != facts.Subject) return "it names other contents than this commit has";
        if (signOff.Rules != facts.Policy.Rules) return "the rules have changed since";
        if (signOff.Gold is not { } gold || !facts.GoldLine.Contains(gold)) return "gold has gone elsewhere since";
        if (facts.Policy.SignOffsExpire is { } good && signOff.RecordedAt + good <= facts.AsOf) return "it has expired";
        return null;
    }
}
