namespace Custodian.Jobs;

/// <summary>The kinds of jobs. Their names are stored in queues: add, never rename.</summary>
internal enum JobKind
{
    /// <summary>Look at a repository's remote. Id: the repository.</summary>
    Watch,

    /// <summary>Wake <see cref="Watch"/> when the last look lies long enough back. Id: the repository.</summary>
    Poll,

    /// <summary>Run one check on one candidate. Id: candidate/check.</summary>
    Check,

    /// <summary>Judge a candidate. Id: the candidate.</summary>
    Decide,

    /// <summary>Carry out a repository's open intent. Id: the repository.</summary>
    Promote,

    /// <summary>Count the votes on a motion. Id: the repository.</summary>
    Tally,

    /// <summary>Count the votes on proposed policies. Id: empty.</summary>
    Policy,

    /// <summary>Publish a repository's releases whose votes are in. Id: the repository.</summary>
    Release,

    /// <summary>Push the ledger to where a repository's gold lives. Id: the repository.</summary>
    Publish,

    /// <summary>Do what a forge's hook asks for. Id: the delivery.</summary>
    Delivery,

    /// <summary>Have a forge send again the hooks that did not arrive. Id: empty.</summary>
    Missed,

    /// <summary>Answer a forge's re-run button. Id: the delivery.</summary>
    Rerun,

    /// <summary>Say on the forge how a candidate stands. Id: the candidate.</summary>
    Tell,

    /// <summary>Ask on the forge for a repository's candidates. Id: the repository.</summary>
    Propose,

    /// <summary>Read what people said on the forge of a repository's commits. Id: the repository.</summary>
    Review,

    /// <summary>Do what comments on the forge ask of the gate. Id: the repository.</summary>
    Comment,

    /// <summary>Run again what has not passed of a candidate, because somebody asked. Id: the candidate.</summary>
    Recheck,

    /// <summary>Find and take up whatever a lost job left undone. Id: empty.</summary>
    Reconcile,
}
