using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Eligibility;
using Chs.Domain.Labs;
using Chs.Domain.Site;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Importing;

/// <summary>Fills an empty database with demo data: accounts, two labs, an active study and the site's pages.</summary>
/// <remarks>Answers null when the database has accounts already; nothing changes then.</remarks>
public sealed record SeedDemo : ICommand<DemoAccounts?>, ISystemRequest
{
    internal sealed class Handler(IChsDb db, IPasswords passwords, SiteTimeZone zone, TimeProvider time)
        : IRequestHandler<SeedDemo, Outcome<DemoAccounts?>>
    {
        public async Task<Outcome<DemoAccounts?>> Handle(SeedDemo request, CancellationToken cancellationToken)
        {
            if (await db.Users.AnyAsync(cancellationToken))
                return Outcome<DemoAccounts?>.Of(null);

            var now = time.GetUtcNow();
            var accounts = new DemoAccounts();
            var people = AddPeople(accounts, now);
            // Labs, children and the study refer to the keys that the database gives to people, and the study to its lab's.
            await db.SaveChangesAsync(cancellationToken);
            AddChild(people.Parent, "Mika", now);
            AddChild(people.Researcher, "Test child", now);
            var lab = AddLabs(people, now);
            if (lab.Failed)
                return lab.Error;
            await db.SaveChangesAsync(cancellationToken);

            var study = AddStudy(lab.Value, people.Researcher, now);
            var activated = Activate(study, lab.Value, people, now);
            if (activated.Failed)
                return activated.Error;
            AddPages(now);
            return accounts;
        }

        DemoPeople AddPeople(DemoAccounts accounts, DateTimeOffset now)
        {
            var hash = passwords.Hash(accounts.Password);
            var reviewer = User.SignUp(accounts.Reviewer, hash, new("Rory", "Reviewer", ""), researcher: true, now);
            reviewer.AppointReviewer();
            var administrator = User.SignUp(
                accounts.Administrator,
                hash,
                new("Alex", "Administrator", ""),
                researcher: true,
                now
            );
            administrator.AppointReviewer();
            administrator.MakeSuperuser();
            var researcher = User.SignUp(
                accounts.Researcher,
                hash,
                new("Robin", "Researcher", ""),
                researcher: true,
                now
            );
            var parent = User.SignUp(accounts.Parent, hash, new("Pat", "Parent", "Pat"), researcher: false, now);
            User[] users = [reviewer, administrator, researcher, parent];
            foreach (var user in users)
            {
                user.ConfirmEmail(now);
                user.BelongToDemo();
            }

            db.Users.AddRange(users);
            return new DemoPeople(reviewer, researcher, parent);
        }

        /// <summary>Adds the labs that every researcher belongs to.</summary>
        /// <returns>The demo lab, which is approved.</returns>
        Outcome<Lab> AddLabs(DemoPeople people, DateTimeOffset now)
        {
            var founding = DeedOf(people.Researcher, now);
            var sandbox = AddLab(
                DefaultLabs.Sandbox,
                "sandbox@demo.chs",
                "A lab in which every researcher may make a study to learn.",
                founding
            );
            var lab = AddLab(DefaultLabs.Demo, "lab@demo.chs", "A lab to try things in.", founding);
            lab.Approve(DeedOf(people.Reviewer, now));
            HashSet<long> nobody = [];
            var joinedDemo = lab.Assign(people.Reviewer, LabRole.Readonly, nobody, founding);
            if (joinedDemo.Failed)
                return joinedDemo.Error;
            var joinedSandbox = sandbox.Assign(people.Reviewer, LabRole.Guest, nobody, founding);
            return joinedSandbox.Failed ? joinedSandbox.Error : lab;
        }

        Lab AddLab(string name, string email, string description, Deed founding)
        {
            var profile = new LabProfile(name, "CHS", "Robin Researcher", email, "", "", description);
            var lab = Lab.Create(profile, founding);
            db.Labs.Add(lab);
            return lab;
        }

        static Deed DeedOf(User user, DateTimeOffset now) => new(user.Uuid, user.Id, now);

        void AddChild(User parent, string name, DateTimeOffset now)
        {
            var today = zone.Today(now);
            var profile = new ChildProfile(name, today.AddYears(-4), Gender.NoAnswer, "", null, "", 0, 1);
            db.Children.Add(Child.Register(parent.Id, profile, now, today).Value);
        }

        Study AddStudy(Lab lab, User researcher, DateTimeOffset now)
        {
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
                details,
                AgeRange.Any,
                isPublic: true,
                StudyProtocol.Empty with
                {
                    Experiment = ReadExperiment(),
                },
                note: "",
                DeedOf(researcher, now)
            );
            db.Studies.Add(study);
            return study;
        }

        /// <summary>Takes the study through review, as its researcher and a reviewer would.</summary>
        static Outcome Activate(Study study, Lab lab, DemoPeople people, DateTimeOffset now)
        {
            (StudyTrigger Step, User By)[] steps =
            [
                (StudyTrigger.Submit, people.Researcher),
                (StudyTrigger.Approve, people.Reviewer),
                (StudyTrigger.Activate, people.Researcher),
            ];
            foreach (var (step, by) in steps)
            {
                var moved = study.Move(step, lab, "", DeedOf(by, now));
                if (moved.Failed)
                    return moved;
            }

            return Outcome.Ok;
        }

        /// <summary>Adds placeholders that the site's staff replace.</summary>
        void AddPages(DateTimeOffset now)
        {
            AddPage(
                "faq",
                "Questions and answers",
                "**What is this?** A demonstration of CHS. Staff rewrite this page by `updateContentPage`.",
                now
            );
            // Nobody can agree to a placeholder: staff publish these when they have written them.
            AddPage("privacy", "Privacy", "Say here what happens to families' data on your site.", now, false);
            AddPage("terms", "Terms of use", "Say here under which terms your site is used.", now, false);
            AddPage("contact", "Contact", "Say here how families reach you.", now);
            AddPage("resources", "Resources", "Point here to what helps families and researchers.", now);
        }

        void AddPage(string slug, string title, string text, DateTimeOffset now, bool isPublished = true) =>
            db.ContentPages.Add(ContentPage.Create(slug, "en", title, text, isPublished, null, now));

        static string ReadExperiment()
        {
            using var resource = typeof(SeedDemo).Assembly.GetManifestResourceStream(
                "Chs.Application.Importing.demo-study.js"
            )!;
            using var reader = new StreamReader(resource);
            return reader.ReadToEnd();
        }

        sealed record DemoPeople(User Reviewer, User Researcher, User Parent);
    }
}

/// <summary>The accounts of a demo database. Everybody knows them: never serve real families from one.</summary>
public sealed record DemoAccounts
{
    public string Reviewer { get; } = "reviewer@demo.chs";
    public string Administrator { get; } = "admin@demo.chs";
    public string Researcher { get; } = "researcher@demo.chs";
    public string Parent { get; } = "parent@demo.chs";
    public string Password { get; } = "let us try CHS";

    /// <summary>The addresses of all, which aren't anybody's.</summary>
    internal IReadOnlyList<string> Addresses => [Reviewer, Administrator, Researcher, Parent];
}
