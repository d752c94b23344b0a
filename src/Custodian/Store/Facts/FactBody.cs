using System.Text.Json.Serialization;
using Custodian.Rules;

namespace Custodian.Store.Facts;

/// <summary>
/// What happened, as it is written into the ledger. People appear by id only; personal text lies beside it, bound by a
/// salted digest. A kind's name and its members are for ever: add, never change.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PolicyAdopted), "policy-adopted")]
[JsonDerivedType(typeof(PolicyProposed), "policy-proposed")]
[JsonDerivedType(typeof(ContactsChanged), "contacts-changed")]
[JsonDerivedType(typeof(AdoptionProposed), "adoption-proposed")]
[JsonDerivedType(typeof(Adopted), "adopted")]
[JsonDerivedType(typeof(CandidateSeen), "candidate-seen")]
[JsonDerivedType(typeof(CandidateRefused), "candidate-refused")]
[JsonDerivedType(typeof(CandidateClosed), "candidate-closed")]
[JsonDerivedType(typeof(CheckRun), "check-run")]
[JsonDerivedType(typeof(CheckRequested), "check-requested")]
[JsonDerivedType(typeof(SignOffGiven), "sign-off")]
[JsonDerivedType(typeof(VerdictGiven), "verdict")]
[JsonDerivedType(typeof(PromotionIntended), "promotion-intended")]
[JsonDerivedType(typeof(Promoted), "promoted")]
[JsonDerivedType(typeof(PromotionAbandoned), "promotion-abandoned")]
[JsonDerivedType(typeof(Frozen), "frozen")]
[JsonDerivedType(typeof(FreezeLifted), "freeze-lifted")]
[JsonDerivedType(typeof(ReleaseProposed), "release-proposed")]
[JsonDerivedType(typeof(ReleaseIntended), "release-intended")]
[JsonDerivedType(typeof(ReleaseAbandoned), "release-abandoned")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(ReleaseRefused), "release-refused")]
[JsonDerivedType(typeof(ExceptionProposed), "exception-proposed")]
[JsonDerivedType(typeof(ExceptionGranted), "exception-granted")]
[JsonDerivedType(typeof(ExceptionEnded), "exception-ended")]
internal abstract record FactBody
{
    /// <summary>When the server recorded it, UTC.</summary>
    [JsonPropertyOrder(-2)]
    public required DateTimeOffset At { get; init; }

    [JsonPropertyOrder(-1)]
    public string? Repository { get; init; }

    [JsonPropertyOrder(-1)]
    public CommitSha? Commit { get; init; }
}
