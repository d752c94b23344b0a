namespace Custodian.SignOffs;

/// <summary>A policy that somebody proposes, with their vote for it.</summary>
/// <param name="Number">The number that it is to have.</param>
/// <param name="Previous">SHA-256 of the policy that it is to follow.</param>
/// <param name="Document">The policy's document, byte for byte.</param>
/// <param name="Weaker">True: its proposer knows that it weakens the gate.</param>
/// <param name="Statement">The exact bytes that were signed: a vote on the SHA-256 of number, policy and predecessor.</param>
/// <param name="Signature">An armoured SSH signature in the namespace custodian-sign-off.</param>
internal sealed record SignedPolicy(int Number, string Previous, byte[] Document, bool Weaker, byte[] Statement, string Signature);
