namespace Custodian.Rules;

/// <summary>The part of the tree that is about sign-offs.</summary>
internal sealed class SignOffTree(Judgement judged)
{
    private readonly Dictionary<SignOffRule.Asking, Row> rows = new(judged.Plan.Rows.DistinctBy(row => row.Rule, ReferenceEqualityComparer.Instance).Select(row => KeyValuePair.Create(row.Rule, row)), ReferenceEqualityComparer.Instance);

    public IEnumerable<RuleNode> Nodes() => judged.Facts.Policy.SignOffs.Select(Node);

    private RuleNode Node(SignOffRule rule)
    {
        var text = Sentence(rule);
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

    private static string Sentence(SignOffRule rule)
    {
        var what = rule switch
        {
            SignOffRule.EachCustodian each => $"{SignOffs(each.Count, each.Role)} from {(each.Of is null ? "every custodian" : $"each of {string.Join(", ", each.Of)}")}",
            SignOffRule.Any any => $"{SignOffs(any.Count, any.Role)} from {(any.Of is null ? "any custodian" : Wording.Or(any.Of))}",
            SignOffRule.AllOf => "all of these",
            SignOffRule.OneOf => "one of these",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return string.Join(", ", Terms(rule).Prepend(what));
    }

    // Not every role's name is a noun for a person: finance.
    private static string SignOffs(int count, string role) => count == 1 ? $"a sign-off as {role}" : $"{count} sign-offs as {role}";

    private static IEnumerable<string> Terms(SignOffRule rule)
    {
        if (rule is SignOffRule.Asking asking)
        {
            if (asking.Deputies) yield return "deputies sit";
            if (asking.MinAssurance != Assurance.Page) yield return Wording.Proved(asking.MinAssurance);
            if (asking.Expire is { } good) yield return $"not older than {Wording.Length(good)}";
        }

        if (rule.From is { } from) yield return $"from {from:yyyy-MM-dd}";
        if (rule.Until is { } until) yield return $"until {until:yyyy-MM-dd}";
        if (rule.When is not { } when) yield break;
        if (when.Paths is { } paths) yield return $"where it changes {Wording.Or(paths)}";
        if (when.FilesOver is { } files) yield return $"where it changes more than {files} files";
        if (when.LinesOver is { } lines) yield return $"where it changes more than {lines} lines";
        if (when.IgnoreGenerated) yield return "generated code left out";
        if (when.Gates is { } gates) yield return $"at gate {Wording.Or(gates)}";
        if (when.Labels is { } labels) yield return $"for releases labelled {Wording.Or(labels)}";
    }
}
