using Xunit;

namespace Custodian.Tests.Checks;

/// <summary>Tests that change what the whole process shares run after all others.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
