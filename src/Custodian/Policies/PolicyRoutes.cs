using System.Text.Json.Nodes;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>
/// Finds whether two policies differ in one custodian's keys alone, or in the end of one custodian's membership alone. The documents
/// themselves are compared, so that whatever is ever added to them counts as a difference.
/// </summary>
internal static class PolicyRoutes
{
    /// <returns>Null: they differ in more, or not at all.</returns>
    public static PolicyRoute? Between(byte[] old, byte[] now)
    {
        var (before, after) = (JsonNode.Parse(old)!.AsObject(), JsonNode.Parse(now)!.AsObject());
        if (JsonNode.DeepEquals(before, after)) return null;

        foreach (var id in Custodians(before).Select(pair => pair.Key))
        {
            if (JsonNode.DeepEquals(WithKeys(before, after, id), after)) return new(PolicyRouteKind.LostKey, id);
            if (Endings(before, after, id).Any(ending => JsonNode.DeepEquals(ending, after))) return new(PolicyRouteKind.Vanished, id);
        }

        return null;
    }

    /// <summary>The old policy with the keys that the new one gives to people of one custodian.</summary>
    private static JsonObject WithKeys(JsonObject before, JsonObject after, string custodian)
    {
        var changed = Copy(before);
        foreach (var (id, person) in Custodians(changed)[custodian]!["people"]!.AsObject())
        {
            if (Custodians(after)[custodian]?["people"]?[id]?["keys"] is { } keys) person!["keys"] = keys.DeepClone();
        }

        return changed;
    }

    /// <summary>The old policy without one custodian, or with its end, in each of the ways in which that can be written.</summary>
    private static IEnumerable<JsonObject> Endings(JsonObject before, JsonObject after, string custodian)
    {
        var was = Custodians(before)[custodian]!.AsObject();
        if (Custodians(after)[custodian] is not JsonObject now)
        {
            var without = Copy(before);
            Custodians(without).Remove(custodian);
            Forget(without, custodian, was);
            yield return without;
            yield break;
        }

        if (Day(now) is not { } until || (Day(was) is { } sooner && string.CompareOrdinal(until, sooner) >= 0)) yield break;

        var ended = Copy(before);
        Custodians(ended)[custodian]!["until"] = until;
        yield return ended;

        var forgotten = Copy(ended);
        Forget(forgotten, custodian, was);
        yield return forgotten;
    }

    // Rules that name it among others go on without it; those that ask it alone go with it.
    private static void Forget(JsonObject policy, string custodian, JsonObject was)
    {
        string[] people = [.. was["people"]!.AsObject().Select(person => person.Key)];
        foreach (var (_, gate) in policy["gates"]!.AsObject())
        {
            ForgetIn(gate!["signOffs"]!.AsArray(), custodian);
            if (gate["escalate"] is not JsonArray escalate) continue;

            Prune(escalate, one => Drop(one["to"]!.AsArray(), people));
            if (escalate.Count == 0) gate.AsObject().Remove("escalate");
        }

        foreach (var (_, check) in policy["checks"]!.AsObject())
        {
            if (check!["of"] is JsonArray of) Drop(of, [custodian]);
        }
    }

    private static void ForgetIn(JsonArray rules, string custodian) => Prune(rules, rule =>
        (rule["of"] is JsonArray of && Drop(of, [custodian]))
        || (rule["and"] is JsonArray and && Emptied(and, custodian))
        || (rule["or"] is JsonArray or && Emptied(or, custodian)));

    private static bool Emptied(JsonArray parts, string custodian)
    {
        ForgetIn(parts, custodian);
        return parts.Count == 0;
    }

    /// <returns>True when nothing is left.</returns>
    private static bool Drop(JsonArray texts, string[] gone)
    {
        Prune(texts, text => gone.Contains(text.GetValue<string>()));
        return texts.Count == 0;
    }

    private static void Prune(JsonArray list, Func<JsonNode, bool> goes)
    {
        foreach (var item in list.ToList())
        {
            if (goes(item!)) list.Remove(item);
        }
    }

    private static JsonObject Custodians(JsonObject policy) => policy["custodians"]!.AsObject();

    private static JsonObject Copy(JsonObject policy) => policy.DeepClone().AsObject();

    // Days are written so that their order is that of their text.
    private static string? Day(JsonObject custodian) => custodian["until"]?.GetValue<string>();
}
