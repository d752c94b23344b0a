using System.Text.Json.Nodes;

namespace Custodian.Policies;

/// <summary>One configured check.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Type">Which check type reads the settings.</param>
/// <param name="Settings">Everything that decides what is run, defaults filled in, the type included. Not to be changed.</param>
/// <param name="Digest">SHA-256, in hex, of the settings' RFC 8785 form: a result counts for this digest.</param>
internal sealed record CheckDefinition(string Name, string Type, JsonObject Settings, string Digest);
