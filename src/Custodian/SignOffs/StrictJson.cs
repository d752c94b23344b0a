using System.Text.Json;
using System.Text.Json.Serialization;
using Custodian.Store.Facts;

namespace Custodian.SignOffs;

/// <summary>How signed bytes are read: as facts are written, and nothing in them is left unread or guessed.</summary>
internal static class StrictJson
{
    public static JsonSerializerOptions Options { get; } = new(FactJson.Options)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        PropertyNameCaseInsensitive = false,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
    };
}
