using Octokit.Internal;

namespace Custodian.Forges.GitHub;

/// <summary>Octokit's own, which tells an answer of another shape than GitHub's as what it is.</summary>
internal sealed class CarefulSerializer : IJsonSerializer
{
    private readonly SimpleJsonSerializer inner = new();

    public string Serialize(object item) => inner.Serialize(item);

    public T Deserialize<T>(string json)
    {
        try
        {
            return inner.Deserialize<T>(json);
        }
        catch (Exception other) when (other is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            throw GitHubTroubles.Strange(other);
        }
    }
}
