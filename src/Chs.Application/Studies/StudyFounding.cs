using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Domain;
using Chs.Domain.Labs;

namespace Chs.Application.Studies;

/// <summary>Finds the labs in which the actor may create studies.</summary>
sealed class StudyFounding(LabFinder labs, Actor actor)
{
    public async Task<Outcome<Lab>> FindLabAsync(Guid id, CancellationToken cancellationToken)
    {
        var found = await labs.FindAsync(id, cancellationToken);
        if (found.Failed)
            return found.Error;
        return actor.IsResearcher && found.Value.Allows(LabRight.CreateStudies) ? found.Value.Lab : Error.Forbidden;
    }
}
