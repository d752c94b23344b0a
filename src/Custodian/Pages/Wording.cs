using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Pages;

/// <summary>Ids and outcomes as people say them.</summary>
internal sealed class Wording(Configuration configuration)
{
    /// <summary>A custodian's name today; an id that names none stays as it is.</summary>
    public string Custodian(string id) => configuration.Custodians.FirstOrDefault(custodian => custodian.Id == id)?.Name ?? id;

    /// <summary>Its name at an earlier moment, with today's where that is another.</summary>
    public string Custodian(string id, DateTimeOffset then) =>
        configuration.Details.GetValueOrDefault(id)?.NameOn(DateOnly.FromDateTime(then.UtcDateTime)) is { } name && name != Custodian(id) ? $"{name} (now {Custodian(id)})" : Custodian(id);

    /// <param name="text">As a reason names them: <c>taunton: director</c>, <c>developer</c>.</param>
    public string Actor(string text)
    {
        if (text == Rules.Actor.Gate.Party) return "nobody: the gate does this itself";
        if (text == Rules.Actor.Developer.Party) return "a developer of this repository";
        if (text == Rules.Actor.Operator.Party) return "whoever runs this service";

        var parts = text.Split(": ", 2);
        return parts.Length == 2 ? $"{Custodian(parts[0])} ({Role(parts[1])})" : Custodian(text);
    }

    public static string Role(string role) => role.Replace('-', ' ');

    public static string Of(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "Passed",
        CheckOutcome.Failed => "Failed",
        CheckOutcome.TimedOut => "Ran out of time",
        CheckOutcome.Killed => "Was ended by a limit or a signal",
        CheckOutcome.NoReport => "Left no usable report",
        CheckOutcome.Errored => "Could not be run",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>How a check stands that people attest.</summary>
    public static string Of(RuleState? state) => state switch
    {
        RuleState.Met => "Passed",
        RuleState.Against or RuleState.Excused => "Failed",
        RuleState.Shown => "Shown",
        _ => "Waits for a person's word",
    };

    public static string Of(SignOffDecision decision) => decision switch
    {
        SignOffDecision.Approve => "Approved",
        SignOffDecision.Reject => "Rejected",
        SignOffDecision.Withdraw => "Withdrew what was said before",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A moment as people write it: <c>22 November 2026, 14:05 UTC</c>.</summary>
    public static string Of(DateTimeOffset moment) => moment.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'");
}
