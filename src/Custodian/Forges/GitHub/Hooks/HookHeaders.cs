using System.Text.RegularExpressions;

namespace Custodian.Forges.GitHub.Hooks;

/// <summary>What GitHub says of a delivery beside its body. Only the body is signed: nothing may rest on these but which hook it is.</summary>
/// <param name="Delivery">X-GitHub-Delivery: the same when GitHub sends it again.</param>
/// <param name="Event">X-GitHub-Event.</param>
/// <param name="Signature">X-Hub-Signature-256, not looked at yet.</param>
internal sealed partial record HookHeaders(string Delivery, string Event, string Signature)
{
    /// <summary>Reads what a request brought, before any of its body.</summary>
    /// <exception cref="HookRefusedException">It is no hook that could be taken; the message names the mend.</exception>
    public static HookHeaders Read(IHeaderDictionary headers)
    {
        RefuseOtherTypes(headers.ContentType.ToString());
        var signature = headers["X-Hub-Signature-256"].ToString();
        if (signature.Length == 0) throw new HookRefusedException(HookRefusal.SignatureMissing, WhyUnsigned(headers));

        var (delivery, name) = (headers["X-GitHub-Delivery"].ToString(), headers["X-GitHub-Event"].ToString());
        if (!Id().IsMatch(delivery)) throw new HookRefusedException(HookRefusal.Malformed, "The header X-GitHub-Delivery is missing or is no id: GitHub sends a GUID in it. See whether something on the way takes it out.");
        if (!Name().IsMatch(name)) throw new HookRefusedException(HookRefusal.Malformed, "The header X-GitHub-Event is missing or names no event: GitHub sends a word such as push in it. See whether something on the way takes it out.");
        return new(delivery, name, signature);
    }

    private static void RefuseOtherTypes(string type)
    {
        if (type.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase)) return;

        throw new HookRefusedException(
            HookRefusal.MediaType,
            "The body has to be JSON, and say so: in the webhook's settings on GitHub set 'Content type' to application/json, then let it be sent again.");
    }

    private static string WhyUnsigned(IHeaderDictionary headers) => headers.ContainsKey("X-Hub-Signature")
        ? "The hook is signed with SHA-1 alone (X-Hub-Signature), which is too weak: X-Hub-Signature-256 is needed. GitHub sends both; see whether something on the way takes one out, or update your GitHub Enterprise Server."
        : "The header X-Hub-Signature-256 is needed: enter this service's secret (service: github: hook-secret) in the webhook's settings on GitHub.";

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();

    [GeneratedRegex(@"^[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
