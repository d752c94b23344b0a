namespace Custodian.Rules;

/// <summary>How a check stands: what it found, what excuses it, and what keeps it from being met.</summary>
internal sealed record CheckStanding(RequiredCheck Check)
{
    /// <summary>How its result came out; null: none.</summary>
    public CheckOutcome? Outcome { get; init; }

    /// <summary>One sentence of the result; null: none.</summary>
    public string? Summary { get; init; }

    /// <summary>Until when a deviation or waivers excuse what it found; null: they do not.</summary>
    public DateTimeOffset? ExcusedUntil { get; init; }

    /// <summary>What excuses it: <c>a deviation</c>, <c>a waiver</c>, <c>waivers of every finding</c>.</summary>
    public string? Excuse { get; init; }

    /// <summary>True: promotion does not wait for it, and it has to pass afterwards.</summary>
    public bool Deferred { get; init; }

    /// <summary>True: it speaks against the candidate. False: it is awaited, where there is a reason.</summary>
    public bool Against { get; init; }

    /// <summary>Why it is not met; null: it is.</summary>
    public Reason? Reason { get; init; }
}
