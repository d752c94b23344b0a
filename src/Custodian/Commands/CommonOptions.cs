using System.CommandLine;
using Custodian.Rules;

namespace Custodian.Commands;

/// <summary>Options that several verbs share.</summary>
internal static class CommonOptions
{
    public static Option<string> Server() => new("--server") { Description = "The service: http://127.0.0.1:5080.", Required = true };

    public static Option<string> Repository() => new("--repository") { Description = "The repository's name in the policy.", Required = true };

    public static Option<string> Person() => new("--as") { Description = "Your id in the policy: taunton-director.", Required = true };

    public static Option<string> Key() => new("--key") { Description = "Your SSH private key file, or its .pub file where an agent holds the key.", Required = true };

    public static Option<bool> Json() => new("--json") { Description = "One JSON document on standard output." };

    /// <exception cref="CommandException">It is not a full commit id.</exception>
    public static CommitSha Commit(string text) => CommitSha.TryParse(text, out var commit)
        ? commit
        : throw new CommandException(ExitCode.WrongUse, $"'{text}' is not a full commit id: 40 lower-case hexadecimal digits (git rev-parse NAME prints it).");
}
