using Chs.Application.Access;
using Chs.Application.Ports;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Testing;

/// <summary>
/// A small site: a reviewer, a researcher with an approved lab and an active study, a researcher of no lab,
/// and two parents with a child each.
/// </summary>
public sealed record World(
    Actor Reviewer,
    Actor Researcher,
    Actor Outsider,
    Actor Parent,
    Actor OtherParent,
    Lab Lab,
    Study Study,
    Child Child,
    Child OtherChild
)
{
    public static Task<World> MakeAsync(TestChs chs, StudyState state = StudyState.Active, bool labApproved = true) =>
        chs.WithAsync(db => MakeAsync(db, state, labApproved));

    static async Task<World> MakeAsync(IChsDb db, StudyState state, bool labApproved)
    {
        var reviewer = Some.User("reviewer@test.chs", staff: true);
        var researcher = Some.User("researcher@test.chs", researcher: true);
        var outsider = Some.User("outsider@test.chs", researcher: true);
        var parent = Some.User("parent@test.chs");
        var otherParent = Some.User("other@test.chs");
        db.Users.AddRange(reviewer, researcher, outsider, parent, otherParent);
        // The lab and its study refer to people by the keys that the database gives them.
        await db.SaveChangesAsync(default);

        var profile = new LabProfile("Lab", "Uni", "PI", "lab@test.chs", "", "", "");
        var lab = Lab.Create(profile, Some.DeedOf(researcher));
        if (labApproved)
            lab.Approve(Some.DeedOf(reviewer));
        db.Labs.Add(lab);
        var child = Child.Register(parent.Id, Some.Profile(), Some.Moment, Some.Today).Value;
        var otherChild = Child.Register(otherParent.Id, Some.Profile("Noa"), Some.Moment, Some.Today).Value;
        db.Children.AddRange(child, otherChild);
        await db.SaveChangesAsync(default);

        var protocol = StudyProtocol.Empty with { Experiment = "1" };
        var study = Some.Study(lab, Some.DeedOf(researcher), protocol: protocol);
        db.Studies.Add(study);
        BringTo(state, study, lab, researcher);
        await db.SaveChangesAsync(default);
        return new World(
            Some.ActorOf(reviewer),
            Some.ActorOf(researcher),
            Some.ActorOf(outsider),
            Some.ActorOf(parent),
            Some.ActorOf(otherParent),
            lab,
            study,
            child,
            otherChild
        );
    }

    static void BringTo(StudyState state, Study study, Lab lab, User researcher)
    {
        StudyTrigger[] steps = state switch
        {
            StudyState.Created => [],
            StudyState.Submitted => [StudyTrigger.Submit],
            StudyState.Approved => [StudyTrigger.Submit, StudyTrigger.Approve],
            StudyState.Active => [StudyTrigger.Submit, StudyTrigger.Approve, StudyTrigger.Activate],
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
        foreach (var step in steps)
        {
            var moved = study.Move(step, lab, "", Some.DeedOf(researcher));
            if (moved.Failed)
                throw new InvalidOperationException($"The study of the test world refuses {step}: {moved.Error.Code}");
        }
    }
}
