namespace Custodian.Checks;

/// <summary>A rule pack that the policy asks for cannot be used; the message is one sentence without its full stop, and says who acts.</summary>
internal sealed class LicencePackException(string message) : Exception(message);
