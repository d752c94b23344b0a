using Microsoft.AspNetCore.Http.HttpResults;

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

    public static ProblemHttpResult NotFound(string what) =>
        TypedResults.Problem(what, statusCode: 404, title: "Not found", type: Type("not-found"));
}
