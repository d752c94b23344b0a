using CsCheck;
using Xunit;

namespace Custodian.Licences.Tests.Fuzzing;

/// <summary>
/// Files that were once new to the engine, and what becomes of them when they are changed at random. Where one fails, the message has its bytes:
/// put them into <c>Corpus/</c>, whatever the name, and mend the engine. <c>CUSTODIAN_FUZZ_ROUNDS</c> asks for more rounds than a usual run has.
/// </summary>
public sealed class FuzzTests
{
    private const int UsualRounds = 1500;

    private static readonly string Folder = Path.Combine(Samples.Root, "tests", "Custodian.Licences.Tests", "Corpus");

    private static readonly Lazy<IReadOnlyList<byte[]>> Corpus = new(() => [.. Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)]);

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("CUSTODIAN_FUZZ_ROUNDS"), out var rounds) ? rounds : UsualRounds;

    [Fact]
    public void Every_file_of_the_corpus_is_answered_soundly_and_they_differ()
    {
        var sound = new Soundness();

        var like = Corpus.Value.Select(sound.Check).ToList();

        Assert.True(like.Distinct().Count() >= 40, $"They are alike: {like.Distinct().Count()} kinds of {like.Count}.");
    }

    [Fact]
    public void Whatever_becomes_of_them_is_answered_soundly()
    {
        var (sound, mutations) = (new Soundness(), new Mutations(Corpus.Value));

        Gen.ULong.Sample(
            seed =>
            {
                var bytes = mutations.Of(seed);
                try
                {
                    sound.Check(bytes);
                }
                catch (Exception unsound)
                {
                    throw new InvalidOperationException($"base64 {Convert.ToBase64String(bytes)}", unsound);
                }
            },
            iter: Rounds, threads: 1);
    }
}
