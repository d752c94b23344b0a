namespace Custodian.SignOffs;

/// <summary>Why a request is refused: its stable type, its HTTP status and its title. Programs depend on the types: add, never change.</summary>
internal sealed record Refusal(string Type, int Status, string Title)
{
    public static readonly Refusal BodyTooLarge = new("body-too-large", 413, "The body is too large");
    public static readonly Refusal StatementMalformed = new("statement-malformed", 400, "The statement cannot be read");
    public static readonly Refusal SignatureMissing = new("signature-missing", 401, "The signature is missing");
    public static readonly Refusal SignatureWrong = new("signature-wrong", 401, "The signature is wrong");
    public static readonly Refusal TimestampOutside = new("timestamp-outside", 401, "The time is too far from now");
    public static readonly Refusal CustodianUnknown = new("custodian-unknown", 404, "No such custodian");
    public static readonly Refusal HookNotConfigured = new("hook-not-configured", 403, "This custodian has no hook");
    public static readonly Refusal RepositoryUnknown = new("repository-unknown", 404, "No such repository");
    public static readonly Refusal CommitUnknown = new("commit-unknown", 404, "This commit has not been seen");
    public static readonly Refusal PersonUnknown = new("person-unknown", 403, "No such person");
    public static readonly Refusal PersonOfAnother = new("person-of-another-custodian", 403, "This person belongs to another custodian");
    public static readonly Refusal RoleNotHeld = new("role-not-held", 403, "This person does not hold that role");
    public static readonly Refusal OutOfOffice = new("out-of-office", 403, "This person is not in office");
    public static readonly Refusal SubjectDiffers = new("subject-differs", 409, "The digest is of something else");
    public static readonly Refusal RulesChanged = new("rules-changed", 409, "The rules are others now");
    public static readonly Refusal GoldUnknown = new("gold-unknown", 409, "Gold was never there");
    public static readonly Refusal IdReused = new("id-reused", 409, "This id was used for another body");
    public static readonly Refusal StatementOlder = new("statement-older", 409, "A later statement of this person is recorded");
    public static readonly Refusal NotAdoptable = new("not-adoptable", 409, "This commit cannot be adopted");
    public static readonly Refusal NotGold = new("not-gold", 409, "Only gold can be released");
    public static readonly Refusal RoleNotAsked = new("role-not-asked", 403, "Nobody votes on this in that role");
    public static readonly Refusal NotProposed = new("not-proposed", 409, "Nobody has proposed this");
    public static readonly Refusal Settled = new("settled", 409, "This is settled");
    public static readonly Refusal VersionTaken = new("version-taken", 409, "This version exists");
    public static readonly Refusal TagWrong = new("tag-wrong", 400, "The tag object is not the one asked for");
    public static readonly Refusal PolicyNotAdopted = new("policy-not-adopted", 503, "The running policy is not the adopted one");
    public static readonly Refusal PolicyMalformed = new("policy-malformed", 400, "This is not a policy");
    public static readonly Refusal PolicyImpossible = new("policy-impossible", 409, "This policy could never be adopted");
    public static readonly Refusal PolicyOlder = new("policy-older", 409, "This policy is older than the one in force");
    public static readonly Refusal PolicyNumberTaken = new("policy-number-taken", 409, "This number is used");
    public static readonly Refusal PolicyNumberGap = new("policy-number-gap", 409, "A number would be left out");
    public static readonly Refusal PolicyPreviousDiffers = new("policy-previous-differs", 409, "This policy was made to follow another one");
    public static readonly Refusal PolicyUnchanged = new("policy-unchanged", 409, "This policy is in force");
    public static readonly Refusal PolicyWeaker = new("policy-weaker", 409, "This policy weakens the gate, and does not say so");
    public static readonly Refusal DoorTooWeak = new("door-too-weak", 403, "This needs the person's own signature");
    public static readonly Refusal NothingToExcept = new("nothing-to-except", 409, "There is nothing to except, or not for so long");
    public static readonly Refusal NothingToAttest = new("nothing-to-attest", 409, "No such check is attested");
    public static readonly Refusal PolicyElsewhere = new("policy-elsewhere", 409, "The policy lives in a watched repository");
    public static readonly Refusal Busy = new("busy", 503, "Too much at once");
    public static readonly Refusal NotFound = new("not-found", 404, "Not found");
    public static readonly Refusal Parameters = new("parameters", 400, "The parameters are wrong");
}
