using System.Text.RegularExpressions;
using Custodian.Forges.GitHub.Hooks;
using Custodian.Ledger;
using Custodian.SignOffs;
using Custodian.Store;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace Custodian;

/// <summary>Turns what a door throws into a problem that says what is wrong and what to do. Nothing of the inside is shown.</summary>
internal sealed partial class ProblemHandler(IProblemDetailsService problems, ILogger<ProblemHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var problem = exception switch
        {
            RefusalException refused => new ProblemDetails
            {
                Type = Problems.Type(refused.Refusal.Type),
                Status = refused.Refusal.Status,
                Title = refused.Refusal.Title,
                Detail = refused.Message,
            },
            HookRefusedException hook => new ProblemDetails
            {
                Type = Problems.Type(hook.Refusal.Type), Status = hook.Refusal.Status, Title = hook.Refusal.Title, Detail = hook.Message,
            },
            BadHttpRequestException bad when Parameter().Match(bad.Message) is { Success: true } named => new ProblemDetails
            {
                Type = Problems.Type("parameters"), Status = bad.StatusCode, Title = "The parameters are wrong",
                Detail = $"The parameter '{named.Groups["name"].Value}' {(named.Groups["missing"].Success ? "is missing" : "cannot be read")}.",
            },
            BadHttpRequestException { StatusCode: 415 } bad => new ProblemDetails { Status = bad.StatusCode, Title = "The body is of another type" },
            BadHttpRequestException bad => new ProblemDetails
            {
                Type = Problems.Type("request-malformed"), Status = bad.StatusCode, Title = "The request cannot be read", Detail = bad.Message,
            },
            Git.GitException git => new ProblemDetails
            {
                Type = Problems.Type("git-failed"), Status = 503, Title = "Git could not do its part just now", Detail = git.Message,
            },
            Checks.LicencePackException pack => new ProblemDetails
            {
                Type = Problems.Type("licence-pack-unusable"), Status = 503, Title = "A rule pack of the check cannot be used just now", Detail = $"{char.ToUpperInvariant(pack.Message[0])}{pack.Message[1..]}.",
            },
            StoreException store => new ProblemDetails
            {
                Type = Problems.Type("store-unavailable"), Status = 503, Title = "Nothing can be recorded just now", Detail = store.Message,
            },
            LedgerForkException fork => new ProblemDetails
            {
                Type = Problems.Type("ledger-forked"), Status = 503, Title = "The ledger waits for its operator", Detail = fork.Message,
            },
            OperationCanceledException => new ProblemDetails
            {
                Type = Problems.Type("stopping"), Status = 503, Title = "The service is stopping", Detail = "Try again when it is back.",
            },
            _ => new ProblemDetails
            {
                Type = Problems.Type("internal"), Status = 500, Title = "Something went wrong here",
                Detail = "The operator finds the reason in the log of this time. Ask again what was recorded before you repeat it.",
            },
        };
        if (problem.Status == 500) LogUnforeseen(exception, httpContext.Request.Path);
        Telemetry.Refusals.Add(1, new KeyValuePair<string, object?>("problem", problem.Type));
        httpContext.Response.StatusCode = problem.Status!.Value;
        return await problems.TryWriteAsync(new() { HttpContext = httpContext, ProblemDetails = problem, Exception = exception });
    }

    // The framework names the C# type, too, which is nobody's business.
    [GeneratedRegex("""^(?<missing>Required)?.*parameter "[^"]* (?<name>\w+)" """)]
    private static partial Regex Parameter();

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to {Path} failed")]
    private partial void LogUnforeseen(Exception failed, string path);
}
