namespace Custodian.SignOffs;

/// <summary>A request that cannot be taken. Nothing of it has been stored; the message says why and names the mend.</summary>
internal sealed class RefusalException(Refusal refusal, string detail) : Exception(detail)
{
    public Refusal Refusal => refusal;
}
