using System.Net.Http.Headers;

namespace Custodian.Forges.GitHub;

/// <param name="Tag">The entity tag, as it came.</param>
/// <param name="Link">Where the next page is; null: this is the last.</param>
internal sealed record KnownAnswer(string Tag, string? Link, MediaTypeHeaderValue? Type, byte[] Body);
