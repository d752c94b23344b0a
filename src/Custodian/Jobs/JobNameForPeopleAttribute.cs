using Hangfire;
using Hangfire.Common;
using Hangfire.Dashboard;

namespace Custodian.Jobs;

/// <summary>Names jobs on the dashboard as a person would: "Run tests, openmaxims@a1b2c3d4".</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class JobNameForPeopleAttribute() : JobDisplayNameAttribute("{0} {1}")
{
    public override string Format(DashboardContext context, Job job) => Name((string)job.Args[0], (string)job.Args[1]);

    internal static string Name(string kind, string id)
    {
        var slash = id.LastIndexOf('/');
        return kind switch
        {
            nameof(JobKind.Watch) => $"Look at {id}",
            nameof(JobKind.Poll) => $"See whether {id} is due for a look",
            nameof(JobKind.Check) when slash > 0 => $"Run {id[(slash + 1)..]}, {Abbreviate(id[..slash])}",
            nameof(JobKind.Decide) => $"Judge {Abbreviate(id)}",
            nameof(JobKind.Promote) => $"Move gold of {id}",
            nameof(JobKind.Tally) => $"Count votes on {id}",
            nameof(JobKind.Policy) => "Count votes on policies",
            nameof(JobKind.Release) => $"Publish releases of {id}",
            nameof(JobKind.Publish) => $"Push the ledger to where gold of {id} lives",
            nameof(JobKind.Tell) => $"Show on the forge how {Abbreviate(id)} stands",
            nameof(JobKind.Propose) => $"Ask on the forge for what {id} proposes",
            nameof(JobKind.Comment) => $"Answer comments on {id} on the forge",
            nameof(JobKind.Recheck) => $"Ask for what has not passed of {Abbreviate(id)} again",
            nameof(JobKind.Review) => $"Read the reviews of {id} on the forge",
            nameof(JobKind.Delivery) => $"Follow hook {id}",
            nameof(JobKind.Missed) => "Ask again for hooks that did not arrive",
            nameof(JobKind.Rerun) => $"Run again what hook {id} asks for",
            nameof(JobKind.Reconcile) => "Look for what was left undone",
            _ => $"{kind} {id}",
        };
    }

    private static string Abbreviate(string id)
    {
        var at = id.LastIndexOf('@');
        return at > 0 && id.Length > at + 9 ? id[..(at + 9)] : id;
    }
}
