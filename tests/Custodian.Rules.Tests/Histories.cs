using CsCheck;

namespace Custodian.Rules.Tests;

/// <summary>
/// Random policies and what happened under them. Each history begins from one that might promote and is then disturbed, so
/// that the gate is often open and often only just closed.
/// </summary>
internal static class Histories
{
    /// <summary>A policy, and what happened; no two facts at one place in the ledger.</summary>
    public static readonly Gen<Facts> Any = Draw.Gen(History);

    /// <summary>A history that promotes, with not one fact too many, and with checks that have simply passed.</summary>
    public static readonly Gen<Facts> JustEnough =
        from facts in Any
        let plain = facts.Ask(policy => policy with { Veto = null, Checks = [.. policy.Checks.Select(check => check with { Advisory = false, Retries = 0, DeferFor = null })] })
            with { Waivers = [], Deviations = [] }
        where Oracle.Judge(plain).Verdict == "Promote"
        select plain with
        {
            Checks = [.. plain.Policy.Checks.Where(check => check.Attested is null).Select(check => OracleChecks.LastRun(plain, check)!).Distinct()],
            Attestations = Needed(plain),
            SignOffs = OracleSeats.Fillers(plain)!,
        };

    /// <summary>Nothing is missing but sign-offs, or rejections to be taken back; few enough people that every set of acts can be tried.</summary>
    public static readonly Gen<Facts> LackingSignOffs =
        from facts in Any
        let fewer = facts with { SignOffs = [.. facts.SignOffs.Where(said => said.Seq % 3 != 0)] }
        where fewer.Policy.Custodians.Sum(custodian => custodian.People.Count) <= 5
        let opinion = Oracle.Judge(fewer)
        where fewer.Policy.Custodians.SelectMany(custodian => custodian.People).GroupBy(person => person.Id).All(named => named.Count() == 1)
        where opinion.LacksOnlySignOffs && opinion.Verdict != "Promote"
        select fewer;

    /// <summary>The same facts in another order.</summary>
    public static Gen<Facts> InAnyOrder(Facts facts) => Draw.Gen(draw => facts with
    {
        Checks = draw.Shuffled(facts.Checks),
        SignOffs = draw.Shuffled(facts.SignOffs),
        Attestations = draw.Shuffled(facts.Attestations),
        Waivers = draw.Shuffled(facts.Waivers),
        Deviations = draw.Shuffled(facts.Deviations),
        Contributors = draw.Shuffled(facts.Contributors),
        Authors = facts.Authors is null ? null : draw.Shuffled(facts.Authors),
        Committers = facts.Committers is null ? null : draw.Shuffled(facts.Committers),
        Pushers = facts.Pushers is null ? null : draw.Shuffled(facts.Pushers),
        Labels = draw.Shuffled(facts.Labels),
        Changes = facts.Changes is null ? null : facts.Changes with { Matches = draw.Shuffled(facts.Changes.Matches) },
    });

    /// <summary>One more fact, which is not about this candidate, or from nobody who has a voice.</summary>
    public static Gen<Facts> WithSomethingUnrelated(Facts facts) => Draw.Gen(draw =>
    {
        var run = RandomFacts.Run(draw, "tests") with { Seq = 1000 };
        var said = RandomFacts.Said(draw) with { Seq = 1000 };
        var attested = RandomFacts.Attested(draw, "trust-0-0", "director") with { Seq = 1000 };
        var waiver = new Waiver { Seq = 1000, Repository = facts.Repository, Check = "tests", Commit = facts.Commit, Until = Sample.Now.AddDays(draw.One(1, -1)) };
        var deviation = new Deviation { Seq = 1000, Repository = "another", Check = "tests", Until = waiver.Until };
        return draw.One(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) switch
        {
            0 => facts.And(run with { Commit = Sample.Sha('e') }),
            1 => facts.And(run with { Repository = "another" }),
            2 => facts.And(run with { Definition = "3" }),
            3 => facts.And(run with { Check = "style" }),
            4 => facts.And(said with { Commit = Sample.Sha('e') }),
            5 => facts.And(said with { Repository = "another" }),
            6 => facts.And(said with { Person = "stranger" }),
            7 => facts.And(said with { Role = "chair" }),
            8 => facts with { Attestations = [.. facts.Attestations, attested with { Commit = Sample.Sha('e') }] },
            9 => facts with { Attestations = [.. facts.Attestations, attested with { Repository = "another" }] },
            10 => facts with { Attestations = [.. facts.Attestations, attested with { Check = "style" }] },
            11 => facts with { Waivers = [.. facts.Waivers, waiver with { Commit = Sample.Sha('e') }] },
            12 => facts with { Waivers = [.. facts.Waivers, waiver with { Repository = "another" }] },
            13 => facts with { Waivers = [.. facts.Waivers, waiver with { Commit = null, Finding = "a finding of nobody" }] },
            14 => facts with { Waivers = [.. facts.Waivers, waiver with { Definition = "3", Until = Sample.Now }] },
            _ => facts with { Deviations = [.. facts.Deviations, deviation] },
        };
    });

    /// <summary>One fact told twice.</summary>
    public static Gen<Facts> WithSomethingTwice(Facts facts) => Draw.Gen(draw => facts with
    {
        Checks = [.. draw.Some(facts.Checks.Select(one => one with { }), 2), .. facts.Checks],
        SignOffs = [.. draw.Some(facts.SignOffs.Select(one => one with { }), 2), .. facts.SignOffs],
        Attestations = [.. draw.Some(facts.Attestations.Select(one => one with { }), 2), .. facts.Attestations],
        Waivers = [.. facts.Waivers, .. draw.Some(facts.Waivers.Select(one => one with { }), 2)],
        Deviations = [.. facts.Deviations, .. draw.Some(facts.Deviations.Select(one => one with { }), 2)],
    });

    // One attestation after another is left out, until each that stays is needed. A withdrawal may be, for as long as what it took back is there.
    private static List<Attestation> Needed(Facts facts)
    {
        List<Attestation> kept = [.. facts.Attestations];
        while (kept.Find(one => Oracle.Judge(facts with { Attestations = [.. kept.Where(other => other != one)] }).Verdict == "Promote") is { } spare) kept.Remove(spare);
        return kept;
    }

    private static Facts History(Draw draw)
    {
        var policy = RandomPolicies.Policy(draw);
        var seq = draw.Shuffled(Enumerable.Range(1, 160));
        var next = 0;
        var written = RandomFacts.Writers(draw);
        return Sample.Ready with
        {
            Policy = policy,
            Checks = [.. RandomFacts.Runs(draw, policy).Select(run => run with { Seq = seq[next++] })],
            SignOffs = [.. RandomFacts.Words(draw, policy).Select(word => word with { Seq = seq[next++] })],
            Attestations = [.. RandomFacts.Attestations(draw, policy).Select(word => word with { Seq = seq[next++] })],
            Waivers = [.. RandomFacts.Waivers(draw, policy).Select(one => one with { Seq = seq[next++] })],
            Deviations = [.. RandomFacts.Deviations(draw, policy).Select(one => one with { Seq = seq[next++] })],
            Contributors = written.All,
            Authors = written.Authors,
            Committers = written.Committers,
            Pushers = draw.Of<string[]?>((6, []), (2, ["trust-0-0"]), (1, ["trust-0-1", "trust-1-0"]), (1, null)),
            Changes = draw.Rarely(20) ? null : RandomFacts.Changes(draw),
            Labels = draw.Of<string[]>((6, []), (1, ["minor"]), (1, ["major", "other"])),
            Subject = draw.Rarely(40) ? null : Sample.Contents,
            GoldLine = draw.Rarely(40) ? [] : Sample.Ready.GoldLine,
            DescendsFromGold = !draw.Rarely(30),
            GoldIsUrgent = draw.Rarely(2),
            NextPolicy = !draw.Rarely(20) ? null : new() { Number = 2, Problem = draw.Rarely(2) ? "it cannot be read" : null, Awaited = draw.Rarely(2) ? ["taunton"] : [] },
            OnSource = !draw.Rarely(40),
            Frozen = draw.Rarely(40) ? "somebody else moved gold." : null,
            PolicyAdopted = !draw.Rarely(40),
            Local = draw.Of<DateTime?>((8, Sample.Now.DateTime), (1, Sample.Now.DateTime.AddHours(1)), (1, Sample.Now.DateTime.AddHours(-11)), (1, null)),
            FirstSeen = Sample.Now.AddHours(-draw.Of((6, 25), (6, 24), (1, 23))),
        };
    }
}
