namespace Custodian.Policies;

/// <summary>How this one service runs; no part of the policy, and nobody's vote.</summary>
internal sealed record ServiceSettings
{
    /// <summary>Between two looks at a remote; 1 s to 1 h.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Between two searches for what a lost job left undone; 1 s to 10 min.</summary>
    public TimeSpan Reconcile { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for one push; 1 s to 10 min.</summary>
    public TimeSpan PushTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest wait for one fetch; 1 s to 2 h.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Check runs side by side; 1 to 64.</summary>
    public int ChecksAtOnce { get; init; } = 2;

    /// <summary>Bytes kept of one check's log; 1 KiB to 100 MiB.</summary>
    public long LogLimit { get; init; } = 1 << 20;

    /// <summary>Absolute path of the data folder; null: as the command line says.</summary>
    public string? Data { get; init; }

    /// <summary>Addresses to listen at, separated by ';'; null: as the command line says.</summary>
    public string? Urls { get; init; }

    /// <summary>Where people reach the pages, without a slash at its end, so that links from elsewhere lead there; null: nothing links to them.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>The ledger's signing key; null: made at first start, in the data folder.</summary>
    public SecretReference? LedgerKey { get; init; }

    /// <summary>The ledger's name in its checkpoints (C2SP tlog-checkpoint: no blanks, no '+').</summary>
    public string LedgerOrigin { get; init; } = "custodian";

    /// <summary>Absolute path of the folder in which checks run; null: the machine's temporary folder.</summary>
    public string? Workspaces { get; init; }

    /// <summary>Absolute path of the folder that holds rule packs for licences, each a folder by its name; null: there are none.</summary>
    public string? LicencePacks { get; init; }

    public GitHubSettings GitHub { get; init; } = new();
}
