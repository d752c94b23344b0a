using System.Text.Json;
using Custodian.Store.Facts;

namespace Custodian.Policies;

/// <summary>The proposal that a policy come into force after the one that is.</summary>
/// <param name="Number">One more than that of the policy in force: neither an older policy nor a gap can be voted on.</param>
/// <param name="Policy">SHA-256 of the document of the proposed policy.</param>
/// <param name="Previous">SHA-256 of the document of the policy in force.</param>
internal sealed record PolicyMotion(int Number, string Policy, string Previous)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, FactJson.Options);

    /// <summary>What is voted on.</summary>
    public string Digest() => CanonicalJson.Digest(ToBytes());
}
