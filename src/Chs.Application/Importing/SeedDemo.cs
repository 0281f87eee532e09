using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using Chs.Domain.Site;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Importing;

/// <summary>Fills an empty database with something to look at: a reviewer, a researcher with a lab and an active study, a parent with a child.</summary>
public sealed record SeedDemo : ICommand<DemoAccounts?>
{
    internal sealed class Handler(IChsDb db, IPasswords passwords, TimeProvider time)
        : IRequestHandler<SeedDemo, Outcome<DemoAccounts?>>
    {
        public async Task<Outcome<DemoAccounts?>> Handle(SeedDemo request, CancellationToken cancellationToken)
        {
            if (await db.Users.AnyAsync(cancellationToken))
                return Outcome<DemoAccounts?>.Of(null);

            var (demo, now) = (new DemoAccounts(), time.GetUtcNow());
            var hash = passwords.Hash(demo.Password);
            var reviewer = User.SignUp(
                demo.Reviewer,
                hash,
                new PersonName("Rory", "Reviewer", ""),
                researcher: true,
                now
            );
            reviewer.AppointReviewer();
            var administrator = User.SignUp(
                demo.Administrator,
                hash,
                new PersonName("Alex", "Administrator", ""),
                researcher: true,
                now
            );
            administrator.AppointReviewer();
            administrator.MakeSuperuser();
            var researcher = User.SignUp(
                demo.Researcher,
                hash,
                new PersonName("Robin", "Researcher", ""),
                researcher: true,
                now
            );
            var parent = User.SignUp(demo.Parent, hash, new PersonName("Pat", "Parent", "Pat"), researcher: false, now);
            User[] users = [reviewer, administrator, researcher, parent];
            foreach (var user in users)
                user.ConfirmEmail(now);
            db.Users.AddRange(users);
            var sandbox = Lab.Create(
                new LabProfile(
                    DefaultLabs.Sandbox,
                    "CHS",
                    "Robin Researcher",
                    "sandbox@demo.chs",
                    "",
                    "",
                    "A lab in which every researcher may make a study to learn."
                ),
                researcher.Uuid,
                now
            );
            db.Labs.Add(sandbox);
            var lab = Lab.Create(
                new LabProfile(
                    DefaultLabs.Demo,
                    "CHS",
                    "Robin Researcher",
                    "lab@demo.chs",
                    "",
                    "",
                    "A lab to try things in."
                ),
                researcher.Uuid,
                now
            );
            lab.Approve(reviewer.Uuid, now);
            db.Labs.Add(lab);
            await db.SaveChangesAsync(cancellationToken); // what follows needs the keys that the database gives

            db.LabMemberships.AddRange(
                LabMembership.Of(lab.Id, researcher.Id, LabRole.Admin),
                LabMembership.Of(lab.Id, reviewer.Id, LabRole.Readonly),
                LabMembership.Of(sandbox.Id, researcher.Id, LabRole.Admin),
                LabMembership.Of(sandbox.Id, reviewer.Id, LabRole.Guest)
            );
            foreach (var (owner, name) in (IEnumerable<(User, string)>)[(parent, "Mika"), (researcher, "Test child")])
            {
                var birthday = DateOnly.FromDateTime(now.UtcDateTime).AddYears(-4);
                db.Children.Add(
                    Child
                        .Register(owner.Id, new ChildProfile(name, birthday, Gender.NoAnswer, "", null, "", 0, 1), now)
                        .Value
                );
            }

            var details = new StudyDetails
            {
                Name = "Faces",
                PreviewSummary = "Your child says how three faces feel.",
                ShortDescription = "Look at three faces together and choose the feeling that fits.",
                Purpose = "A study to try CHS with.",
                Criteria = "Children of any age",
                Compensation = "None",
                Duration = "1 minute",
                ContactInfo = "Robin Researcher, lab@demo.chs",
            };
            var study = Study.Create(
                StudyType.JsPsych,
                lab,
                researcher.Id,
                details,
                AgeRange.Any,
                isPublic: true,
                researcher.Uuid,
                now
            );
            db.Studies.Add(study);
            await db.SaveChangesAsync(cancellationToken);

            db.StudyVersions.Add(
                StudyVersion.Of(
                    study.Id,
                    study.DraftNumber,
                    StudyProtocol.Empty with
                    {
                        Experiment = Experiment(),
                    },
                    now
                )
            );
            db.StudyMemberships.Add(StudyMembership.Of(study.Id, researcher.Id, StudyRole.Admin));
            db.StudyLog.Add(StudyLogEntry.Of(study, researcher.Id, "", now));
            foreach (
                var (step, by) in (IEnumerable<(StudyTrigger, User)>)
                    [
                        (StudyTrigger.Submit, researcher),
                        (StudyTrigger.Approve, reviewer),
                        (StudyTrigger.Activate, researcher),
                    ]
            )
            {
                if (study.Move(step, lab, "", by.Uuid, now) is { Failed: true, Error: var error })
                    return error;
                db.StudyLog.Add(StudyLogEntry.Of(study, by.Id, "", now));
            }

            // Neutral placeholders, to be rewritten by the site's staff.
            foreach (
                var (slug, title, text) in (IEnumerable<(string, string, string)>)
                    [
                        (
                            "faq",
                            "Questions and answers",
                            "**What is this?** A demonstration of CHS. Staff rewrite this page by `updateContentPage`."
                        ),
                        ("privacy", "Privacy", "Say here what happens to families' data on your site."),
                        ("terms", "Terms of use", "Say here under which terms your site is used."),
                        ("contact", "Contact", "Say here how families reach you."),
                        ("resources", "Resources", "Point here to what helps families and researchers."),
                    ]
            )
                db.ContentPages.Add(ContentPage.Write(slug, "en", title, text, isPublished: true, null, now));
            return demo;
        }

        static string Experiment()
        {
            using var resource = typeof(SeedDemo).Assembly.GetManifestResourceStream(
                "Chs.Application.Importing.demo-study.js"
            )!;
            return new StreamReader(resource).ReadToEnd();
        }
    }
}

/// <summary>The log-ins of a demo database. Known to everybody: never serve real families from one.</summary>
public sealed record DemoAccounts
{
    public string Reviewer { get; } = "reviewer@demo.chs";
    public string Administrator { get; } = "admin@demo.chs";
    public string Researcher { get; } = "researcher@demo.chs";
    public string Parent { get; } = "parent@demo.chs";
    public string Password { get; } = "let us try CHS";
}
