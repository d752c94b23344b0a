namespace Custodian.Forges.GitHub.Hooks;

/// <summary>One attempt of GitHub to bring a hook here.</summary>
/// <param name="Id">Of the attempt.</param>
/// <param name="Delivery">Of the hook, the same at each attempt: X-GitHub-Delivery.</param>
/// <param name="IsRepeat">True: somebody asked for it.</param>
internal sealed record HookAttempt(long Id, string Delivery, string Event, DateTimeOffset At, bool IsRepeat);
