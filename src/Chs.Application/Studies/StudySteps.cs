using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>Decides which steps of a study's workflow the actor may take: what is offered is what is allowed.</summary>
sealed class StudySteps(AccessControl access, ConfirmedEmailRequirement emails, Actor actor)
{
    /// <summary>Why the actor may not take a step, whatever state the study is in; null: the actor may.</summary>
    public async Task<Error?> CheckAsync(Study study, StudyTrigger step, CancellationToken cancellationToken)
    {
        if (!await access.HasRightsAsync(Permissions.NeededFor(step), study, cancellationToken))
            return Error.Forbidden with { Message = $"This step needs the right {RightFor(step)} on the study." };
        return Workflow.IsSubmission(step) ? await emails.CheckAsync(cancellationToken) : null;
    }

    static string RightFor(StudyTrigger step) => new Authority(Permissions.NeededFor(step), LabRight.None).InWords;

    /// <summary>The steps that the study's state allows and that the actor may take, in the order of the workflow.</summary>
    public async Task<IReadOnlyList<StudyTrigger>> NextAsync(Study study, CancellationToken cancellationToken)
    {
        List<StudyTrigger> steps = [];
        foreach (var step in Workflow.AllowedTriggers(study.State))
        {
            // The request that would take the step, so that offers follow the rules of requests.
            var request = new MoveStudy(study.Uuid, step, "", null);
            if (ScopeRules.Check(request, actor) is not null)
                continue;
            if (await CheckAsync(study, step, cancellationToken) is null)
                steps.Add(step);
        }

        return steps;
    }
}
