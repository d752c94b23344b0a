namespace Custodian.Rules.Tests;

/// <summary>Random policies over the whole language. The names are few, so that rules, people and facts meet.</summary>
internal static class RandomPolicies
{
    public static readonly string[] Roles = ["director", "clinical-safety-officer", "finance"];
    public static readonly string[] Globs = ["STHK/**", "db/**", "web/**"];

    private static readonly DateOnly Today = new(2026, 11, 22);

    public static Policy Policy(Draw draw)
    {
        var custodians = Enumerable.Range(0, draw.Of((14, 2), (14, 3), (1, 1), (1, 0))).Select(index => Custodian(draw, $"trust-{index}")).ToArray();
        var first = new SignOffRule.EachCustodian { Role = Roles[0] };
        return Sample.Policy with
        {
            Custodians = custodians,
            Checks = draw.Times(draw.Of((12, 1), (12, 2), (4, 3), (1, 0)), () => Check(draw)),
            SignOffs = [.. draw.Of<SignOffRule[]>((24, [first]), (8, [(SignOffRule)Odd(draw, first)]), (1, [])), .. draw.Times(draw.Of((4, 0), (4, 1), (2, 2)), () => Rule(draw, 0, first))],
            AuthorMaySign = draw.Rarely(3),
            Soak = draw.One(TimeSpan.Zero, TimeSpan.FromHours(24)),
            SignOffsExpire = draw.One<TimeSpan?>(null, TimeSpan.FromDays(30)),
            Gate = draw.Of((5, "standard"), (2, "urgent"), (1, null)),
            Urgent = draw.Rarely(4),
            Veto = draw.Of<string[]?>((5, null), (2, [Roles[0]]), (1, [Roles[0], Roles[1]]), (1, [])),
            Windows = draw.Rarely(6) ? Windows(draw) : null,
        };
    }

    private static CustodianOrganisation Custodian(Draw draw, string id) =>
        Sample.Custodian(id, [.. Enumerable.Range(0, draw.Of((24, 2), (16, 3), (8, 1), (1, 0))).Select(index => Person(draw, $"{id}-{index}", index))]) with
        {
            From = draw.Of<DateOnly?>((80, null), (2, Today), (1, Today.AddDays(1))),
            Until = draw.Of<DateOnly?>((80, null), (2, Today), (1, Today.AddDays(-1))),
        };

    private static Person Person(Draw draw, string id, int index)
    {
        var roles = draw.Of((24, index == 0 ? 1 : 3), (8, 3), (4, 2), (2, 7), (1, 4), (1, 0));
        // Now and then one person is named by two custodians.
        if (draw.Rarely(80)) id = "trust-0-0";
        return new()
        {
            Id = id,
            Roles = [.. Roles.Where((_, bit) => (roles >> bit & 1) == 1)],
            Deputises = draw.Of<string[]>((6, []), (2, [Roles[0]]), (1, [Roles[1], Roles[2]])),
            From = draw.Of<DateOnly?>((60, null), (1, Today), (1, Today.AddDays(1))),
            Until = draw.Of<DateOnly?>((60, null), (1, Today), (1, Today.AddDays(-1))),
            Keys = id == "trust-0-0" ? [SampleKeys.One] : draw.Of<string[]>((6, [SampleKeys.One]), (2, [SampleKeys.One, SampleKeys.Two]), (1, [])),
        };
    }

    private static RequiredCheck Check(Draw draw)
    {
        var name = draw.Of((4, "tests"), (3, "licences"), (2, "walkthrough"));
        return new(name, draw.Of((4, "1"), (1, "2")))
        {
            Advisory = draw.Rarely(20),
            Retries = draw.Of((8, 0), (2, 1), (1, 2)),
            GoodFor = draw.Of<TimeSpan?>((4, null), (2, TimeSpan.FromDays(30)), (1, TimeSpan.FromDays(1))),
            DeferFor = draw.Of<TimeSpan?>((10, null), (1, TimeSpan.FromDays(7))),
            Attested = name == "walkthrough"
                ? new(draw.Of((2, Roles[0]), (1, Roles[1])))
                {
                    Of = draw.Of<string[]?>((4, null), (1, ["trust-0"]), (1, ["trust-1", "trust-9"])),
                    MinAssurance = draw.Of((3, Assurance.Page), (1, Assurance.Hook), (1, Assurance.Signed)),
                }
                : null,
        };
    }

    private static SignOffRule Rule(Draw draw, int depth, SignOffRule.EachCustodian first) => draw.Of((8, 0), (6, 1), (depth == 2 ? 0 : 3, 2), (depth == 2 ? 0 : 2, 3)) switch
    {
        0 => Odd(draw, new SignOffRule.Any { Role = draw.Of((4, Roles[1]), (3, Roles[0]), (1, Roles[2])), Count = draw.Of((40, 1), (6, 2), (1, 0)) }),
        1 => Odd(draw, new SignOffRule.EachCustodian { Role = draw.Of((4, Roles[1]), (3, Roles[0])), Count = draw.Of((40, 1), (3, 2), (1, 0)) }),
        2 => Term(draw, new SignOffRule.OneOf { Parts = Parts(draw, depth, first) }),
        _ => Term(draw, new SignOffRule.AllOf { Parts = Parts(draw, depth, first) }),
    };

    private static SignOffRule[] Parts(Draw draw, int depth, SignOffRule.EachCustodian first) =>
        draw.Times(draw.Of((12, 2), (6, 1), (4, 3), (1, 0)), () => draw.Rarely(4) ? first with { } : Rule(draw, depth + 1, first));

    private static SignOffRule.Asking Odd(Draw draw, SignOffRule.Asking rule) => (SignOffRule.Asking)Term(draw, rule with
    {
        Of = draw.Of<string[]?>((8, null), (1, ["trust-0"]), (1, ["trust-1", "trust-2"])),
        MinAssurance = draw.Of((6, Assurance.Page), (1, Assurance.Hook), (1, Assurance.Signed)),
        NotBy = draw.Of<NotBy[]?>(
            (12, null), (1, []), (1, [NotBy.Author]), (1, [NotBy.Committer, NotBy.AnotherSeat]), (2, [NotBy.Pusher]), (1, [NotBy.Pusher, NotBy.AnotherSeat]), (1, [NotBy.AnotherSeat])),
        Expire = draw.Of<TimeSpan?>((6, null), (1, TimeSpan.FromDays(7)), (1, TimeSpan.FromDays(60))),
        Deputies = draw.Rarely(4),
    });

    private static SignOffRule Term(Draw draw, SignOffRule rule) => rule with
    {
        When = draw.Rarely(4) ? When(draw) : null,
        From = draw.Of<DateOnly?>((30, null), (1, Today), (1, Today.AddDays(1))),
        Until = draw.Of<DateOnly?>((30, null), (1, Today), (1, Today.AddDays(-1))),
    };

    private static Condition When(Draw draw) => new()
    {
        Paths = draw.Of<string[]?>((2, null), (2, [Globs[0]]), (1, [Globs[1], Globs[2]]), (1, [Globs[0], Globs[1]])),
        IgnoreGenerated = draw.Rarely(3),
        FilesOver = draw.Of<int?>((5, null), (1, 3), (1, 5)),
        LinesOver = draw.Of<int?>((5, null), (1, 100), (1, 200)),
        Gates = draw.Of<string[]?>((5, null), (1, ["standard"]), (1, ["urgent", "other"])),
        Labels = draw.Of<string[]?>((8, null), (1, ["major"]), (1, ["major", "minor"])),
    };

    // The sample's now is a Sunday, ten o'clock.
    private static PromotionWindows Windows(Draw draw) => new()
    {
        Zone = "Europe/London",
        Open = draw.Times(draw.Of((4, 1), (1, 2)), () => new PromotionWindow(
            draw.Of<DayOfWeek[]>((8, [DayOfWeek.Saturday, DayOfWeek.Sunday]), (1, [DayOfWeek.Monday])),
            TimeSpan.FromHours(draw.Of((4, 9), (1, 10), (1, 11))),
            draw.Of((4, TimeSpan.FromHours(16)), (1, TimeSpan.FromHours(24)), (1, TimeSpan.FromHours(11)), (1, new TimeSpan(10, 1, 0))))),
        Closed = draw.Of<DateOnly[]>((6, []), (1, [Today]), (1, [Today.AddDays(1)])),
    };
}
