namespace Custodian.Forges.GitHub.Hooks;

/// <summary>A hook that cannot be taken. Nothing of it has been stored; the message says why and names the mend.</summary>
internal sealed class HookRefusedException(HookRefusal refusal, string detail) : Exception(detail)
{
    public HookRefusal Refusal => refusal;
}
