using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>The proposal that a commit become gold without a verdict: a repository's first gold, or its gold after a freeze.</summary>
/// <param name="Content">SHA-256 id of the commit's tree.</param>
/// <param name="GoldWas">Where gold stood on the remote; null: there was none.</param>
/// <param name="GoldRef">Full name of gold's branch.</param>
internal sealed record AdoptionMotion(string Repository, CommitSha Commit, string Content, CommitSha? GoldWas, string GoldRef)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, FactJson.Options);

    /// <summary>What is voted on.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(ToBytes()));
}
