using CsCheck;

namespace Custodian.Rules.Tests;

/// <summary>Random choices. The first of several is the ordinary one, so that a failure is shrunk to the least odd history.</summary>
internal sealed class Draw(PCG random)
{
    private ulong oddness;

    public T Of<T>(params ReadOnlySpan<(int Weight, T Value)> choices)
    {
        var all = 0;
        foreach (var (weight, _) in choices) all += weight;
        var left = (int)random.Next((uint)all);
        for (var index = 0; ; index++)
        {
            left -= choices[index].Weight;
            if (left >= 0) continue;
            oddness += (ulong)index;
            return choices[index].Value;
        }
    }

    public T One<T>(params ReadOnlySpan<T> choices)
    {
        var index = random.Next((uint)choices.Length);
        oddness += index;
        return choices[(int)index];
    }

    /// <summary>Once in so many times.</summary>
    public bool Rarely(int times)
    {
        var rare = random.Next((uint)times) == 0;
        if (rare) oddness++;
        return rare;
    }

    public T[] Some<T>(IEnumerable<T> all, int leftOutOnceIn) => [.. all.Where(_ => !Rarely(leftOutOnceIn))];

    public T[] Times<T>(int count, Func<T> one) => [.. Enumerable.Range(0, count).Select(_ => one())];

    public T[] Shuffled<T>(IEnumerable<T> all)
    {
        T[] shuffled = [.. all];
        for (var last = shuffled.Length - 1; last > 0; last--)
        {
            var other = random.Next((uint)last + 1);
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }

        return shuffled;
    }

    public static Gen<T> Gen<T>(Func<Draw, T> make) => new Drawn<T>(make);

    private sealed class Drawn<T>(Func<Draw, T> make) : Gen<T>
    {
        public override T Generate(PCG pcg, Size? min, out Size size)
        {
            var draw = new Draw(pcg);
            var made = make(draw);
            size = new(draw.oddness);
            return made;
        }
    }
}
