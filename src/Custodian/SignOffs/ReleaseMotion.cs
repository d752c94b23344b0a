using System.Security.Cryptography;
using System.Text.Json;
using Custodian.Rules;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>The proposal that a gold commit be released.</summary>
/// <param name="Content">SHA-256 id of the commit's tree.</param>
/// <param name="Tag">SHA-256 of the signed tag object's bytes.</param>
internal sealed record ReleaseMotion(string Repository, string Version, CommitSha Commit, string Content, string Tag)
{
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, FactJson.Options);

    /// <summary>What is voted on.</summary>
    public string Digest() => Convert.ToHexStringLower(SHA256.HashData(ToBytes()));
}
