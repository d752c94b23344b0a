using Custodian.Policies;
using Custodian.Rules;

namespace Custodian.Checks;

/// <summary>One check that somebody has to run, of whatever type.</summary>
/// <param name="Gold">What the candidate is compared with by a check that compares; null: there is no gold.</param>
/// <param name="GitFolder">The folder that holds both commits: a bare repository, or a clone's <c>.git</c>.</param>
/// <param name="Workspace">A folder with the exported sources, for this run alone; empty for a type that needs none.</param>
/// <param name="LogLimit">Most bytes of the log that are kept.</param>
internal sealed record CheckRequest(string Repository, CommitSha Commit, CommitSha? Gold, CheckDefinition Definition, string GitFolder, string Workspace, int LogLimit);
