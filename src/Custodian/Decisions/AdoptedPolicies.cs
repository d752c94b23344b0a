using Custodian.Policies;
using Custodian.Store;

namespace Custodian.Decisions;

/// <summary>Policies as the store has them, each read once.</summary>
/// <param name="folder">What relative folders in them begin at.</param>
internal sealed class AdoptedPolicies(string folder, IReadOnlyList<ICheckSchema> schemas)
{
    private const int MostRemembered = 8;

    private readonly Remembered<string, Configuration?> read = new(MostRemembered);

    /// <returns>Null: the document is not there, or this version cannot keep what it says.</returns>
    public Configuration? Find(FactReader reader, string digest) =>
        reader.Evidence(digest) is { } document && CanonicalJson.Digest(document) == digest ? read.Of(digest, () => TryRead(document)) : null;

    private Configuration? TryRead(byte[] document)
    {
        try
        {
            return PolicyDocumentReader.Read(document, folder, schemas);
        }
        catch (ConfigurationException)
        {
            // Told as rules that cannot be read.
            return null;
        }
    }
}
