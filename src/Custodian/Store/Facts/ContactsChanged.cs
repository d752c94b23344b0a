namespace Custodian.Store.Facts;

/// <summary>The service was started with other names or addresses of people, by which contributors are known, than before.</summary>
internal sealed record ContactsChanged : FactBody
{
    /// <summary>Salted digest of people's names and addresses as they are now.</summary>
    public required string Contacts { get; init; }
}
