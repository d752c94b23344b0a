using Custodian.Checks;
using Custodian.Tests.Policies;

namespace Custodian.Tests.Checks;

/// <summary>A judge by settings as they stand in a policy.</summary>
internal static class LicenceBench
{
    public static LicenceJudge JudgeOf(string settings)
    {
        var policy = Sample.Load(Sample.With("lint: { type: command, run: [\"./lint\"] }", $"lint: {{ type: licences, {settings} }}"));
        return new(LicencesSettings.From(policy.Checks["lint"].Settings), SampleIds.All);
    }
}
