using Custodian.Rules;

namespace Custodian.Forges;

/// <summary>The forge refused, or cannot be reached. The message is one sentence for people and holds no secret.</summary>
internal sealed class ForgeException : Exception
{
    private ForgeException(string trouble, Exception? inner)
        : base(trouble, inner)
    {
    }

    /// <summary>True: the same call may succeed later though nobody does anything.</summary>
    public bool Passes { get; private init; }

    /// <summary>When it passes, as the forge says; before that nothing is sent. Null: nobody knows, or it does not pass.</summary>
    public DateTimeOffset? PassesAt { get; private init; }

    /// <summary>Who can act.</summary>
    public Actor Who { get; private init; } = Actor.Operator;

    /// <param name="at">When, as the forge says; null: nobody knows, and what was sent may have been done.</param>
    public static ForgeException Passing(string trouble, DateTimeOffset? at = null, Exception? inner = null) => new(trouble, inner) { Passes = true, PassesAt = at, Who = Actor.Gate };

    /// <summary>It stays until somebody acts.</summary>
    public static ForgeException Lasting(string trouble, Actor who, Exception? inner = null) => new(trouble, inner) { Who = who };
}
