using System.Security.Cryptography;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Builds;
using Chs.Domain.Labs;
using Chs.Domain.Responses;
using Chs.Domain.Site;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Tests.Paging;

/// <summary>A world with enough of everything for a long page.</summary>
static class ManyRows
{
    /// <summary>Rows of each kind.</summary>
    public const int Count = 12;

    /// <summary>
    /// Adds studies, children, test participants, demographic snapshots, and responses with an entry, a ruling and
    /// feedback, the first one with errors of browsers.
    /// </summary>
    /// <returns>A response of which errors of browsers are kept.</returns>
    public static async Task<Guid> AddAsync(TestChs chs, World world) =>
        await chs.WithAsync(async db =>
        {
            Study[] studies = [.. Enumerable.Range(0, Count).Select(i => StudyNamed(world, $"S{i}"))];
            Response[] responses = [.. Enumerable.Range(0, Count).Select(_ => CompletedResponse(world))];
            db.Studies.AddRange(studies);
            db.Responses.AddRange(responses);
            for (var i = 0; i < Count; i++)
            {
                db.Children.Add(
                    Child.Register(world.Parent.Key, Some.Profile($"Kid {i}"), Some.Moment, Some.Today).Value
                );
                db.DemographicSnapshots.Add(
                    DemographicSnapshot.Take(world.Parent.Key, null, DemographicAnswers.None, Some.Moment)
                );
            }

            await db.SaveChangesAsync(default);
            foreach (var response in responses)
            {
                var content = new EntryContent("0-t", null, "{}"u8.ToArray(), new byte[16]);
                db.ResponseEntries.Add(ResponseEntry.Of(response.Id, 0, null, content, Some.Moment));
                db.ConsentRulings.Add(response.RuleOnConsent(Ruling.Accepted, "", Some.DeedOf(world.Researcher)).Value);
                db.Feedback.Add(Feedback.Give(response, "Thanks", Some.DeedOf(world.Researcher)));
            }

            AddPartsOf(db, world, responses[0]);
            for (var i = 0; i < Count; i++)
            {
                db.BrowserErrors.Add(BrowserError.Of(responses[0], $"Error {i}", "a.js:1", "", null, Some.Moment));
                db.Children.Add(
                    Child
                        .CreateTest(world.Study, Some.Profile($"Test {i}"), Some.DeedOf(world.Researcher), Some.Today)
                        .Value
                );
            }

            await db.SaveChangesAsync(default);
            return responses[0].Uuid;
        });

    /// <summary>Adds videos, earlier values and further rulings of a response.</summary>
    static void AddPartsOf(IChsDb db, World world, Response response)
    {
        for (var i = 0; i < Count; i++)
        {
            var facts = new VideoFacts($"{i}-t", $"{i}.webm", null, null, Some.Moment, false);
            db.Videos.Add(Video.Register(world.Study, response, facts, Some.Moment).Value);
            db.ResponseRevisions.Add(ResponseRevision.Of(response.Id, RevisedPart.Sequence, $"[{i}]", Some.Moment));
        }

        for (var i = 1; i < Count; i++)
            db.ConsentRulings.Add(response.RuleOnConsent(Ruling.Accepted, "", Some.DeedOf(world.Researcher)).Value);
    }

    /// <summary>
    /// Adds what else the lists of v3 show: open and submitted studies, labs, people of the lab and of the study,
    /// log-ins, here and elsewhere, and tokens of the researcher, institutions, pages, and versions and builds of the study.
    /// </summary>
    /// <returns>A build with files.</returns>
    public static async Task<Guid> AddOthersAsync(TestChs chs, World world) =>
        await chs.WithAsync(async db =>
        {
            var deed = Some.DeedOf(world.Researcher);
            AddSite(db, deed);
            AddStudies(db, world, deed);
            AddCredentials(db, await db.Users.SingleAsync(user => user.Id == world.Researcher.Key), deed);
            AddLabTokens(db, world, deed);
            User[] people =
            [
                .. Enumerable.Range(0, Count).Select(i => Some.User($"person{i}@uni.example", researcher: true)),
            ];
            Build[] builds = [.. Enumerable.Range(0, Count).Select(_ => EndedBuild(world, deed))];
            db.Users.AddRange(people);
            db.Builds.AddRange(builds);
            await db.SaveChangesAsync(default);
            foreach (var person in people)
            {
                db.LabMemberships.Add(LabMembership.Of(world.Lab.Id, person.Id, LabRole.Member));
                db.StudyMemberships.Add(StudyMembership.Of(world.Study.Id, person.Id, StudyRole.Analysis));
            }

            for (var i = 0; i < Count; i++)
                db.BuildFiles.Add(
                    BuildFile.Of(builds[0].Id, $"assets/{i}.js", i, new string('a', 64), "text/javascript", null)
                );
            await db.SaveChangesAsync(default);
            return builds[0].Uuid;
        });

    static void AddSite(IChsDb db, Deed deed)
    {
        for (var i = 0; i < Count; i++)
        {
            var profile = new LabProfile($"Lab {i}", "Uni", "PI", $"lab{i}@uni.example", "", "", "");
            var lab = Lab.Create(profile, deed);
            lab.Approve(deed);
            db.Labs.Add(lab);
            db.Institutions.Add(Institution.Create($"Uni {i}", "", "Universities", place: i / 2, deed));
            // Two languages of each page, so that pages share a name.
            foreach (var language in (string[])["en", "de"])
                db.ContentPages.Add(
                    ContentPage.Create($"page{i}", language, $"Page {i}", "Text", isPublished: true, deed.By, deed.At)
                );
        }
    }

    static void AddStudies(IChsDb db, World world, Deed deed)
    {
        StudyTrigger[] toSubmitted = [StudyTrigger.Submit];
        StudyTrigger[] toActive = [StudyTrigger.Submit, StudyTrigger.Approve, StudyTrigger.Activate];
        for (var i = 0; i < Count; i++)
        {
            AddStudy($"Submitted {i}", toSubmitted);
            AddStudy($"Active {i}", toActive);
            var protocol = StudyProtocol.Empty with { Experiment = $"{i}" };
            db.StudyVersions.Add(StudyVersion.Of(world.Study.Id, i + 2, protocol, deed.At, deed.ByKey));
        }

        void AddStudy(string name, StudyTrigger[] steps)
        {
            var protocol = StudyProtocol.Empty with { Experiment = "1" };
            var study = Some.Study(world.Lab, deed, name, protocol: protocol);
            db.Studies.Add(study);
            foreach (var step in steps)
                if (study.Move(step, world.Lab, "", deed).Error is { } error)
                    throw new InvalidOperationException($"The study {name} refuses {step}: {error.Code}");
        }
    }

    static void AddCredentials(IChsDb db, User owner, Deed deed)
    {
        for (var i = 0; i < Count; i++)
        {
            db.Credentials.Add(
                owner.IssueToken(RandomNumberGenerator.GetBytes(32), $"Script {i}", null, null, null, deed)
            );
            db.Credentials.Add(
                owner.OpenSession(RandomNumberGenerator.GetBytes(32), LogInStep.OneFactor, isNewDevice: false, deed.At)
            );
            db.ExternalIdentities.Add(ExternalIdentity.Of(owner, "https://id.example", $"{i}", false, deed.At));
        }
    }

    static void AddLabTokens(IChsDb db, World world, Deed deed)
    {
        var scope = new TokenScope(true, false, []);
        for (var i = 0; i < Count; i++)
        {
            var digest = RandomNumberGenerator.GetBytes(32);
            var roles = (LabRole.Readonly, (StudyRole?)null);
            db.LabTokens.Add(LabToken.Issue(world.Lab, digest, $"Script {i}", roles, scope, null, false, deed));
        }
    }

    /// <summary>Only one build of a study can be active.</summary>
    static Build EndedBuild(World world, Deed deed)
    {
        var build = Build.Request(
            world.Study.Id,
            world.Study.Uuid,
            "https://code.test/lab/runner",
            new string('a', 40),
            deed
        );
        build.Cancel(deed);
        return build;
    }

    static Study StudyNamed(World world, string name) => Some.Study(world.Lab, Some.DeedOf(world.Researcher), name);

    static Response CompletedResponse(World world)
    {
        var response = Response.Start(
            world.Study,
            1,
            world.Child.Id,
            world.Parent.Key,
            null,
            preview: false,
            ["Eligible"],
            Some.Moment
        );
        response.Update(new ResponseFlags { Completed = true, CompletedConsentFrame = true }, Some.Moment);
        return response;
    }
}
