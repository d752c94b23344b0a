namespace Custodian.Forges.GitHub.Hooks;

/// <summary>Why a hook is refused: its stable type, its HTTP status and its title. Programs depend on the types: add, never change.</summary>
internal sealed record HookRefusal(string Type, int Status, string Title)
{
    public static readonly HookRefusal NotConfigured = new("github-not-configured", 404, "This service takes no hooks from GitHub");
    public static readonly HookRefusal MediaType = new("media-type", 415, "The body is of another type");
    public static readonly HookRefusal BodyTooLarge = new("body-too-large", 413, "The body is too large");
    public static readonly HookRefusal Busy = new("busy", 503, "Too much at once");
    public static readonly HookRefusal SignatureMissing = new("signature-missing", 401, "The signature is missing");
    public static readonly HookRefusal SignatureWrong = new("signature-wrong", 401, "The signature is wrong");
    public static readonly HookRefusal Malformed = new("delivery-malformed", 400, "The delivery cannot be read");
}
