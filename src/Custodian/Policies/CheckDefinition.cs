using System.Text.Json.Nodes;
using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>One configured check.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">Which check type reads the settings.</param>
/// <param name="Settings">Everything that decides what is run, defaults filled in, the type included. Not to be changed.</param>
/// <param name="Digest">SHA-256, in hex, of the settings' RFC 8785 form: a result counts for this digest.</param>
internal sealed record CheckDefinition(string Name, string Type, JsonObject Settings, string Digest)
{
    /// <summary>Names of the checks that have to pass before this one is run.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>How often it is run again after a run that went against the candidate.</summary>
    public int Retries { get; init; }

    /// <summary>How long a result stays good; null: as long as the commit.</summary>
    public TimeSpan? GoodFor { get; init; }

    /// <summary>True: it reads the commit and nothing else, so that after it has failed another run can only fail again.</summary>
    public bool IsDeterministic { get; init; }

    /// <summary>Whose word it takes; null: the gate runs it.</summary>
    public Attestor? Attested { get; init; }
}
