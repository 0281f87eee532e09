using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Domain;
using Chs.Domain.Labs;
using Chs.Domain.Studies;

namespace Chs.Application.Studies;

/// <summary>Moves studies between labs.</summary>
sealed class StudyTransfer(LabFinder labs, AccessControl access, InactiveAccounts inactiveAccounts)
{
    /// <summary>
    /// Moves a study to another lab. Needs the right to change the study's lab, and to create studies in the other one.
    /// </summary>
    /// <remarks>
    /// The people of the other lab get what their roles there give, so the actor needs all of that on the study already:
    /// whoever moves it gains nothing, and gives nobody more than they have.
    /// </remarks>
    /// <param name="study">The study, with its researchers.</param>
    /// <param name="labId">Null: the study stays in its lab.</param>
    /// <param name="deed">Who moves it, and when.</param>
    public async Task<Outcome> ToLabAsync(Study study, Guid? labId, Deed deed, CancellationToken cancellationToken)
    {
        if (labId is not { } id)
            return Outcome.Ok;
        var researchers = study.Researchers.Select(m => m.UserId).ToHashSet();
        var found = await labs.FindWithMembersAsync(id, researchers, cancellationToken);
        if (found.Failed)
            return found.Error;
        var lab = found.Value.Lab;
        if (lab.Id == study.LabId)
            return Outcome.Ok;
        var rights = await access.RightsOnAsync(study, cancellationToken);
        if (!rights.HasFlag(StudyRight.ChangeLab) || !found.Value.Allows(LabRight.CreateStudies))
            return Error.Forbidden with
            {
                Message = "Moving a study needs the right changeLab on it, and createStudies on the other lab.",
            };
        var given = Authority.OfEveryLabRole with { OnLab = LabRight.None };
        var lacking = given.Beyond(new Authority(rights, LabRight.None));
        if (lacking != Authority.None)
            return RightsErrors.NotYoursToGive(lacking.InWords);
        var inactive = await inactiveAccounts.AmongAsync(researchers, cancellationToken);
        return study.TransferTo(lab, inactive, deed);
    }
}
