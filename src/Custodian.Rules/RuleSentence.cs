namespace Custodian.Rules;

/// <summary>Every rule as one sentence with all that it asks: who reads it needs no policy file beside it.</summary>
internal static class RuleSentence
{
    public static string Of(SignOffRule rule, Policy policy)
    {
        var what = rule switch
        {
            SignOffRule.EachCustodian each => $"{SignOffs(each.Count, each.Role)} from {(each.Of is null ? "every custodian" : $"each of {string.Join(", ", each.Of)}")}",
            SignOffRule.Any any => $"{SignOffs(any.Count, any.Role)} from {(any.Of is null ? "any custodian" : Wording.Or(any.Of))}",
            SignOffRule.AllOf => "all of these",
            SignOffRule.OneOf => "one of these",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        return string.Join(", ", (rule is SignOffRule.Asking asking ? Terms(asking, policy) : []).Prepend(what).Concat(Terms(rule)));
    }

    public static string Of(RequiredCheck check, Policy policy) => string.Join(", ", Terms(check, policy).Prepend(check.Name));

    private static IEnumerable<string> Terms(RequiredCheck check, Policy policy)
    {
        if (check.Attested is { } attestor)
        {
            yield return $"attested as {attestor.Role}{(attestor.Of is { } of ? $" by {Wording.Or(of)}" : "")}";
            if (!policy.AuthorMaySign) yield return "by nobody who wrote or committed part of it";
            if (attestor.MinAssurance != Assurance.Page) yield return Wording.Proved(attestor.MinAssurance);
        }

        yield return check.Advisory ? "advisory" : "required";
        if (check.After.Count > 0) yield return $"after {Wording.And(check.After)}";
        if (check.Retries > 0) yield return $"run again up to {(check.Retries == 1 ? "once" : $"{check.Retries} times")}";
        if (check.GoodFor is { } good) yield return $"good for {Wording.Length(good)}";
        if (check.DeferFor is { } later) yield return $"may pass within {Wording.Length(later)} of the promotion";
    }

    // Not every role's name is a noun for a person: finance.
    private static string SignOffs(int count, string role) => count == 1 ? $"a sign-off as {role}" : $"{count} sign-offs as {role}";

    private static IEnumerable<string> Terms(SignOffRule.Asking asking, Policy policy)
    {
        var excluded = asking.Excluded(policy.AuthorMaySign);
        string[] wrote = [.. excluded.Contains(NotBy.Author) ? ["wrote"] : Array.Empty<string>(), .. excluded.Contains(NotBy.Committer) ? ["committed"] : Array.Empty<string>()];
        string[] not =
        [
            .. wrote.Length > 0 ? [$"{Wording.Or(wrote)} part of it"] : Array.Empty<string>(),
            .. excluded.Contains(NotBy.Pusher) ? ["pushed it"] : Array.Empty<string>(),
            .. excluded.Contains(NotBy.AnotherSeat) ? ["fills a seat of another rule"] : Array.Empty<string>(),
        ];
        yield return not.Length > 0 ? $"by nobody who {Wording.Or(not)}" : "whoever wrote it";
        if (asking.Deputies) yield return "deputies sit";
        if (asking.MinAssurance != Assurance.Page) yield return Wording.Proved(asking.MinAssurance);
        if ((asking.Expire ?? policy.SignOffsExpire) is { } good) yield return $"not older than {Wording.Length(good)}";
    }

    private static IEnumerable<string> Terms(SignOffRule rule)
    {
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
