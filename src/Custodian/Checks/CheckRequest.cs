using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>One check that somebody has to run, of whatever type.</summary>
/// <param name="Workspace">A folder with the exported sources, for this run alone.</param>
/// <param name="LogLimit">Most bytes of the log that are kept.</param>
internal sealed record CheckRequest(string Repository, CommitSha Commit, CheckDefinition Definition, string Workspace, int LogLimit);
