using Chs.Application.Eligibility;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Infrastructure.Persistence;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Chs.Application.Tests.Eligibility;

/// <summary>
/// The list, a study's page, a dry run and a session that begins say the same about small worlds of chance, and it is what
/// a plain reading of the rules says.
/// </summary>
public class EligibilityAgreesTests
{
    const int Worlds = 8;

    [Theory, OnSqlite, OnPostgres]
    public async Task Wherever_it_is_asked(DatabaseProvider on)
    {
        HashSet<string> seen = [];
        for (var seed = 1; seed <= Worlds; seed++)
        {
            await using var chs = await TestChs.StartAsync(on);
            var world = await World.MakeAsync(chs);
            var small = await SmallWorld.MakeAsync(chs, world, new Random(seed));
            foreach (var study in small.Studies)
            foreach (var child in small.Children)
                seen.UnionWith(small.CodesOf(study, child));
            await AgreesAsync(chs, world, small, seed);
        }

        // Or chance has made nothing to agree on.
        Assert.Equal(5, seen.Count);
    }

    static async Task AgreesAsync(TestChs chs, World world, SmallWorld small, int seed)
    {
        var list = await chs.ItemsAsync(world.Parent, new ListOwnOpenStudies());
        foreach (var study in small.Studies)
        foreach (var child in small.Children)
        {
            var expected = small.CodesOf(study, child);
            var where = $"world {seed}, {study.Study.Details.Name}, {child.Child.GivenName}";
            var listed = list.Single(item => item.Summary.Id == study.Study.Uuid);
            AssertSame(expected, listed.Children.Single(c => c.Child.Id == child.Child.Uuid), $"{where}, list");
            var page = await chs.AnswerAsync(world.Parent, new ReadOwnOpenStudy(study.Study.Uuid));
            AssertSame(expected, page.Children.Single(c => c.Child.Id == child.Child.Uuid), $"{where}, page");
            var check = await chs.AnswerAsync(world.Researcher, small.DryRunOf(study, child));
            Assert.True(expected.SequenceEqual(check.Codes), $"{where}, dry run: {string.Join(',', check.Codes)}");
        }

        await FiltersAgreeAsync(chs, world, small);
        await SessionsAgreeAsync(chs, world, small, seed);
    }

    static void AssertSame(IReadOnlyList<string> expected, ChildEligibilityView said, string where)
    {
        Assert.True(expected.SequenceEqual(said.Codes), $"{where}: {string.Join(',', said.Codes)}");
        Assert.True(said.Trace.IsEligible == expected is [EligibilityCodes.Eligible], where);
    }

    static async Task FiltersAgreeAsync(TestChs chs, World world, SmallWorld small)
    {
        foreach (var child in small.Children)
        foreach (var isEligible in (bool?[])[true, false, null])
        foreach (var isDone in (bool?[])[true, false, null])
        {
            var query = new ListOwnOpenStudies
            {
                ChildIds = [child.Child.Uuid],
                IsEligible = isEligible,
                IsDone = isDone,
            };
            var found = await chs.ItemsAsync(world.Parent, query);
            var expected = small.Studies.Where(study =>
                (isEligible is null || small.CodesOf(study, child) is [EligibilityCodes.Eligible] == isEligible)
                && (isDone is null || small.IsDone(study, child) == isDone)
            );
            // The world's own study is in the list, too.
            var ours = found.Select(item => item.Summary.Id).Intersect(small.Studies.Select(s => s.Study.Uuid));
            Assert.Equal(expected.Select(s => s.Study.Uuid).Order(), ours.Order());
        }
    }

    /// <summary>Each session that is begun may change what the next one stores.</summary>
    static async Task SessionsAgreeAsync(TestChs chs, World world, SmallWorld small, int seed)
    {
        foreach (var study in small.Studies.Where(s => s.Study.Type is StudyType.JsPsych))
        foreach (var child in small.Children)
        {
            var expected = small.CodesOf(study, child);
            var start = new StartResponse(study.Study.Uuid, child.Child.Uuid, Preview: false);
            var started = (await chs.AnswerAsync(world.Parent, start)).Response!;
            Assert.True(
                expected.SequenceEqual(started.Eligibility),
                $"world {seed}: {string.Join(',', started.Eligibility)}"
            );
            var own = await chs.AnswerAsync(world.Parent, new ReadOwnResponse(started.Id));
            Assert.Equal(expected is [EligibilityCodes.Eligible], own.EligibilityTrace!.IsEligible);
        }
    }

    /// <summary>A few studies that ask for each other, a few children, and sessions of all kinds.</summary>
    sealed class SmallWorld(
        IReadOnlyList<RandomStudy> studies,
        IReadOnlyList<RandomChild> children,
        IReadOnlyList<RandomSession> sessions
    )
    {
        public IReadOnlyList<RandomStudy> Studies => studies;
        public IReadOnlyList<RandomChild> Children => children;

        public static async Task<SmallWorld> MakeAsync(TestChs chs, World world, Random random)
        {
            RandomStudy[] studies = [.. Enumerable.Range(0, 4).Select(i => RandomStudy.Of(random, world, i))];
            RandomChild[] children = [.. Enumerable.Range(0, 3).Select(i => RandomChild.Of(random, world, i))];
            await chs.WithAsync(async db =>
            {
                db.Studies.AddRange(studies.Select(s => s.Study));
                db.Children.AddRange(children.Select(c => c.Child));
                await db.SaveChangesAsync(default);
                foreach (var study in studies)
                foreach (var other in studies.Where(_ => random.Next(4) == 0))
                {
                    // None can demand that children took part in itself.
                    var isRequired = other != study && random.Next(2) == 0;
                    study.Others[other] = isRequired;
                    db.ParticipationCriteria.Add(ParticipationCriterion.Of(study.Study.Id, other.Study.Id, isRequired));
                }

                await db.SaveChangesAsync(default);
                return await db.Studies.ExecuteUpdateAsync(set => set.SetProperty(s => s.State, StudyState.Active));
            });
            RandomSession[] sessions =
            [
                .. Enumerable.Range(0, 10).Select(_ => RandomSession.Of(random, world, studies, children)),
            ];
            await chs.WithAsync(async db =>
            {
                db.Responses.AddRange(sessions.Select(s => s.Response));
                return await db.SaveChangesAsync(default);
            });
            return new SmallWorld(studies, children, sessions);
        }

        public List<string> CodesOf(RandomStudy study, RandomChild child)
        {
            List<string> codes = [];
            if (!study.Criteria.Holds(child))
                codes.Add("Ineligible_CriteriaExpression");
            if (study.Others.Any(other => TookPart(other.Key, child) != other.Value))
                codes.Add("Ineligible_Participation");
            var age = Some.Today.DayNumber - child.Child.Birthday.DayNumber;
            if (age > study.ToDays)
                codes.Add("Ineligible_TooOld");
            if (age < study.FromDays)
                codes.Add("Ineligible_TooYoung");
            return codes is [] ? ["Eligible"] : codes;
        }

        public bool IsDone(RandomStudy study, RandomChild child) =>
            SessionsOf(study, child).Any(s => study.Study.Type is StudyType.External || s.HasConsented);

        bool TookPart(RandomStudy study, RandomChild child) =>
            SessionsOf(study, child).Any(s => study.Study.Type is StudyType.External || s.HasTrial || s.IsCompleted);

        IEnumerable<RandomSession> SessionsOf(RandomStudy study, RandomChild child) =>
            sessions.Where(s => s.Study == study && s.Child == child && !s.IsPreview);

        public CheckEligibility DryRunOf(RandomStudy study, RandomChild child) =>
            new(
                study.Study.Uuid,
                new HypotheticalChild
                {
                    AgeInDays = Some.Today.DayNumber - child.Child.Birthday.DayNumber,
                    Gender = child.Child.Gender,
                    GestationalAge = child.Child.GestationalAge,
                    Languages = [.. ChildTraits.List(child.Child.Languages, ChildTraits.Languages)],
                    Conditions = [.. ChildTraits.List(child.Child.Conditions, ChildTraits.Conditions)],
                    TookPartIn = [.. studies.Where(s => TookPart(s, child)).Select(s => s.Study.Uuid)],
                },
                null,
                null
            );
    }

    sealed record RandomStudy(Study Study, RandomRule Criteria, int FromDays, int ToDays)
    {
        /// <summary>Whether children must have taken part in the other studies.</summary>
        public Dictionary<RandomStudy, bool> Others { get; } = [];

        public bool Equals(RandomStudy? other) => ReferenceEquals(this, other);

        public override int GetHashCode() => Study.Uuid.GetHashCode();

        public static RandomStudy Of(Random random, World world, int number)
        {
            int[] months = [.. new[] { random.Next(60), random.Next(60) }.Order()];
            var from = Age.Of(months[0] / 12, months[0] % 12, random.Next(3)).Value;
            var to = Age.Of((months[1] / 12) + 1, months[1] % 12, random.Next(3)).Value;
            var criteria = RandomRule.Of(random, 3);
            var study = Study.Create(
                random.Next(4) == 0 ? StudyType.External : StudyType.JsPsych,
                world.Lab,
                StudyDetails.Empty with
                {
                    Name = $"Study {number}",
                    CriteriaExpression = criteria.Text,
                },
                AgeRange.Between(from, to).Value,
                isPublic: true,
                StudyProtocol.Empty,
                "",
                Some.DeedOf(world.Researcher)
            );
            return new RandomStudy(study, criteria, from.InDays, to.InDays);
        }
    }

    sealed record RandomChild(Child Child)
    {
        public static RandomChild Of(Random random, World world, int number)
        {
            var profile = new ChildProfile(
                $"Child {number}",
                Some.Today.AddDays(-random.Next(2200)),
                random.GetItems(Enum.GetValues<Gender>(), 1)[0],
                "",
                random.Next(3) == 0 ? null : random.Next(18),
                "",
                (ulong)random.Next(8),
                (ulong)random.Next(16)
            );
            return new RandomChild(Child.Register(world.Parent.Key, profile, Some.Moment, Some.Today).Value);
        }
    }

    sealed record RandomSession(RandomStudy Study, RandomChild Child, Response Response)
    {
        public bool HasTrial => Response.EntryCount > 0;
        public bool IsCompleted => Response.Completed;
        public bool HasConsented => Response.CompletedConsentFrame;
        public bool IsPreview => Response.IsPreview;

        public static RandomSession Of(
            Random random,
            World world,
            IReadOnlyList<RandomStudy> studies,
            IReadOnlyList<RandomChild> children
        )
        {
            var study = studies[random.Next(studies.Count)];
            var child = children[random.Next(children.Count)];
            var isPreview = random.Next(4) == 0;
            var key = world.Parent.Key;
            var response = Response.Start(study.Study, 1, child.Child.Id, key, null, isPreview, [], Some.Moment);
            var isConsented = random.Next(2) == 0;
            response.Update(
                new ResponseFlags { Completed = random.Next(3) == 0, CompletedConsentFrame = isConsented },
                Some.Moment
            );
            response.SetEntries(response.Shape, random.Next(2), [], null, Some.Moment);
            response.Close();
            return new RandomSession(study, child, response);
        }
    }

    /// <summary>A criteria expression, and what it means.</summary>
    sealed record RandomRule(string Text, Predicate<RandomChild> Holds)
    {
        public static RandomRule Of(Random random, int depth)
        {
            if (random.Next(6) == 0)
                return new RandomRule("", _ => true);
            return PartOf(random, depth);
        }

        static RandomRule PartOf(Random random, int depth)
        {
            if (depth == 0)
                return TestOf(random);
            var left = PartOf(random, depth - 1);
            var right = PartOf(random, depth - 1);
            return random.Next(4) switch
            {
                0 => new($"({left.Text}) AND ({right.Text})", c => left.Holds(c) && right.Holds(c)),
                1 => new($"({left.Text}) OR ({right.Text})", c => left.Holds(c) || right.Holds(c)),
                2 => new($"NOT ({left.Text})", c => !left.Holds(c)),
                _ => TestOf(random),
            };
        }

        static RandomRule TestOf(Random random)
        {
            var number = random.Next(24, 41);
            return random.Next(6) switch
            {
                0 => new("gender = female", c => c.Child.Gender is Gender.Female),
                1 => new("speaks_en", c => (c.Child.Languages & 1) != 0),
                2 => new("deaf", c => (c.Child.Conditions & 2) != 0),
                3 => new("n_languages > 1", c => System.Numerics.BitOperations.PopCount(c.Child.Languages) > 1),
                4 => new(
                    $"gestational_age_in_weeks < {number}",
                    c => c.Child.GestationalAge is { } code && Math.Min(code + 23, 40) < number
                ),
                _ => new("age_in_days >= 900", c => Some.Today.DayNumber - c.Child.Birthday.DayNumber >= 900),
            };
        }
    }
}
