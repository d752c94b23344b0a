namespace Custodian.Rules;

/// <summary>A check that must have passed, in exactly this definition.</summary>
/// <param name="Name">The name in the policy: <c>tests</c>.</param>
/// <param name="Definition">SHA-256, in hex, of the check's definition; a result of another definition does not count.</param>
public sealed record RequiredCheck(string Name, string Definition)
{
    /// <summary>True: its result is shown, and opens or closes nothing.</summary>
    public bool Advisory { get; init; }

    /// <summary>Names of the checks that have to pass before this one is run.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>How often it is run again after a run that went against the candidate.</summary>
    public int Retries { get; init; }

    /// <summary>How long a result stays good; null: as long as the commit.</summary>
    public TimeSpan? GoodFor { get; init; }

    /// <summary>Promotion need not wait for it, if it has passed so long afterwards; null: promotion waits. At most 7 days.</summary>
    public TimeSpan? DeferFor { get; init; }

    /// <summary>True: it reads the commit and nothing else, so that after it has failed another run can only fail again; what it could not read is an error, and no failure.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>Who says how it went, where only people can; null: the gate runs it.</summary>
    public Attestor? Attested { get; init; }
}

/// <summary>Whose word an attested check takes.</summary>
/// <param name="Role">The role to attest in.</param>
public sealed record Attestor(string Role)
{
    /// <summary>Ids of the custodians whose people are asked; null: all.</summary>
    public IReadOnlyList<string>? Of { get; init; }

    /// <summary>How well it must be proved who attests.</summary>
    public Assurance MinAssurance { get; init; }
}
