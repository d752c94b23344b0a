namespace Custodian.Store;

/// <summary>A repository of a forge, as it was learnt from hooks.</summary>
/// <param name="Named">OWNER/NAME as the policy has it.</param>
/// <param name="Id">The forge's number, which outlives a rename.</param>
/// <param name="FullName">OWNER/NAME as the forge last called it.</param>
/// <param name="HeardAt">When a hook last bore that number.</param>
internal sealed record NamedRepository(string Named, long Id, string FullName, DateTimeOffset HeardAt);
