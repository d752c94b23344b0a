using Custodian.Rules;

namespace Custodian.Policies;

/// <summary>What is asked of some of a repository's candidates: of those of its main line, or of its urgent ones.</summary>
/// <param name="Changes">What such a candidate changes, as far as the gate's rules ask.</param>
internal sealed record GateInForce(Policy Policy, ChangesMemory Changes);
