namespace Custodian.Forges.GitHub;

/// <summary>Answers that were used last, in so many bytes.</summary>
/// <param name="limit">Bytes of all their bodies; one alone may have an eighth.</param>
internal sealed class AnswerMemory(int limit)
{
    private readonly Lock use = new();
    private readonly Dictionary<string, LinkedListNode<(string Key, KnownAnswer Answer)>> places = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, KnownAnswer Answer)> order = new();
    private long bytes;

    public KnownAnswer? Find(string key)
    {
        lock (use)
        {
            if (!places.TryGetValue(key, out var place)) return null;

            order.Remove(place);
            order.AddFirst(place);
            return place.Value.Answer;
        }
    }

    public void Keep(string key, KnownAnswer answer)
    {
        lock (use)
        {
            if (places.TryGetValue(key, out var old)) Forget(old);
            if (Size(key, answer) > limit / 8) return;

            places[key] = order.AddFirst((key, answer));
            bytes += Size(key, answer);
            while (bytes > limit) Forget(order.Last!);
        }
    }

    private void Forget(LinkedListNode<(string Key, KnownAnswer Answer)> place)
    {
        order.Remove(place);
        places.Remove(place.Value.Key);
        bytes -= Size(place.Value.Key, place.Value.Answer);
    }

    // Two bytes a character, and what the records themselves take.
    private static long Size(string key, KnownAnswer answer) => answer.Body.Length + (2L * key.Length) + (2L * (answer.Link?.Length ?? 0)) + 200;
}
