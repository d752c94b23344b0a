using Custodian.Decisions;
using Custodian.Rules;

namespace Custodian.Commands;

/// <summary>What <c>gate --json</c> answers.</summary>
/// <param name="Passes">True: nothing but people's words, soak and promotion windows is missing.</param>
/// <param name="GoldRef">Where gold was found in the clone.</param>
/// <param name="Verdict">As <c>why</c> would tell it.</param>
internal sealed record DryRunDocument(bool Passes, CommitSha Gold, string GoldRef, IReadOnlyList<DryRunCheck> Checks, WhyDocument Verdict);

/// <param name="Outcome">As it would be recorded; null: it was not run.</param>
/// <param name="Sandbox">What it ran in; null: it was not run.</param>
internal sealed record DryRunCheck(string Check, CheckOutcome? Outcome, string Summary, string? Sandbox, int? Tests, int? Failed, IReadOnlyList<string> FailingTests);
