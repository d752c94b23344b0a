using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Custodian;

/// <summary>RFC 9457 problems that every door gives in the same words.</summary>
internal static class Problems
{
    /// <summary>A problem's type: a URN, since it is a name and not a page.</summary>
    public static string Type(string code) => $"urn:custodian:problem:{code}";

    public static ProblemHttpResult NoRepository(string name) =>
        TypedResults.Problem($"No repository is called '{name}'.", statusCode: 404, title: "No such repository", type: Type("repository-unknown"));

    public static ProblemHttpResult NotACommit(string text) =>
        TypedResults.Problem($"'{text}' is not a full commit id: 40 lower-case hexadecimal digits.", statusCode: 400, title: "The parameters are wrong", type: Type("parameters"));

    public static ProblemHttpResult NotAMoment(string text) =>
        TypedResults.Problem($"'{text}' is not a moment: write RFC 3339 with its offset, 2026-11-22T10:00:00Z.", statusCode: 400, title: "The parameters are wrong", type: Type("parameters"));

    /// <summary>Gives the framework's own refusals (no such path, method, type of body) a type and a sentence of ours.</summary>
    public static void Complete(ProblemDetails problem)
    {
        if (problem.Detail is not null) return;

        var told = problem.Status switch
        {
            404 => ("not-found", "Nothing is here. What there is to ask stands in /openapi/v1.json."),
            405 => ("method-not-allowed", "This is asked in another way: /openapi/v1.json says how."),
            415 => ("media-type", "The body has to be JSON, and say so: Content-Type: application/json."),
            _ => ((string Type, string Detail)?)null,
        };
        if (told is var (type, detail)) (problem.Type, problem.Detail) = (Type(type), detail);
    }

    public static ProblemHttpResult NotFound(string what) =>
        TypedResults.Problem(what, statusCode: 404, title: "Not found", type: Type("not-found"));
}
