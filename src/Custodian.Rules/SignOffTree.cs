namespace Custodian.Rules;

/// <summary>The part of the tree that is about sign-offs.</summary>
internal sealed class SignOffTree(Judgement judged)
{
    private readonly Dictionary<SignOffRule.Asking, Row> rows = new(judged.Plan.Rows.DistinctBy(row => row.Rule, ReferenceEqualityComparer.Instance).Select(row => KeyValuePair.Create(row.Rule, row)), ReferenceEqualityComparer.Instance);

    public IEnumerable<RuleNode> Nodes() => judged.Facts.Policy.SignOffs.Select(Node);

    private RuleNode Node(SignOffRule rule)
    {
        var text = RuleSentence.Of(rule, judged.Facts.Policy);
        if (!judged.Ballot.IsAsked(rule)) return new(text, RuleState.NotAsked);
        if (rule is SignOffRule.Asking asking) return Seats(text, rows[asking]);

        var parts = RuleTree.Parts(rule).Select(part => (Rule: part, Node: Node(part))).ToList();
        var asked = parts.Where(part => part.Node.State != RuleState.NotAsked).ToList();

        // A choice that the best way leaves out may look met because it is told by itself; somebody there sits elsewhere.
        var state = asked.Count == 0 ? RuleState.NotAsked
            : (rule is SignOffRule.OneOf ? asked.Any(part => IsMet(part.Node) && IsOnBestWay(part.Rule)) : asked.All(part => IsMet(part.Node))) ? RuleState.Met
            : RuleState.Awaited;
        return new(text, state) { Parts = [.. parts.Select(part => part.Node)] };
    }

    private bool IsOnBestWay(SignOffRule rule) =>
        judged.Ballot.Best is { } best && RuleTree.Leaves([rule]).Any(leaf => best.Way.Rows.Contains(rows[leaf]));

    private static bool IsMet(RuleNode node) => node.State == RuleState.Met;

    // A row that the best way leaves out is told as it would stand by itself.
    private RuleNode Seats(string text, Row row)
    {
        var best = judged.Ballot.Best is { } seating && seating.Way.Rows.Contains(row) ? seating : judged.Ballot.Fill(new(judged.Facts.Policy, [row]), judged.Ballot.Counts);
        int[] own = [.. Enumerable.Range(0, best.Seats.Length).Where(seat => best.Seats[seat].Row == row)];
        int[] open = [.. own.Where(seat => best.Filler(seat) is null)];
        return new(text, open.Length == 0 ? RuleState.Met : RuleState.Awaited)
        {
            By = [.. own.Select(best.Filler).OfType<Chair>().Select(chair => $"{chair.Voice.Person.Id} ({Word(chair)})")],
            Reasons = [.. open.Select(seat => OpenSeats.Reason(judged, best, seat)).DistinctBy(reason => (reason.Code, reason.Subject, reason.Text))],
            StillCan = [.. open.SelectMany(seat => OpenSeats.AbleToFill(judged, best, seat)).Select(chair => chair.Voice.Person.Id).Distinct()],
        };
    }

    private string Word(Chair chair) => judged.Ballot.Word(chair)!.Assurance.ToString().ToLowerInvariant();
}
