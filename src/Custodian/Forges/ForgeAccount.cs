namespace Custodian.Forges;

/// <summary>Somebody as the forge knows them.</summary>
/// <param name="Id">The forge's number, the same whatever they are called.</param>
/// <param name="Login">What they are called now; nobody is known by it.</param>
/// <param name="Bot">No person: an App, an organisation, or an account that stands for somebody else.</param>
internal sealed record ForgeAccount(long Id, string Login, bool Bot);
