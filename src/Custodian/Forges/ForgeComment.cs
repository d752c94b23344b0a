namespace Custodian.Forges;

/// <param name="By">Null: that account is gone.</param>
/// <param name="Body">As it is now; whoever may write in the repository can have changed it.</param>
/// <param name="CreatedAt">By the forge's clock.</param>
/// <param name="UpdatedAt">By the forge's clock; the same where nothing was changed.</param>
internal sealed record ForgeComment(long Id, ForgeAccount? By, string Body, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt);
