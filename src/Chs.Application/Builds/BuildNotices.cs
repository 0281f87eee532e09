using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain.Builds;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Tells a study's administrators by mail that a build has ended.</summary>
sealed class BuildNotices(IChsDb db, Mailings mailings, SiteAddress site) : IOutboxReceiver
{
    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (message.Kind != nameof(BuildEnded))
            return;

        var ended = Mailings.Read<BuildEnded>(message);
        var study = await db
            .Studies.AsNoTracking()
            .Where(s => s.Uuid == ended.Study)
            .Select(s => new { s.Id, s.Details.Name })
            .SingleOrDefaultAsync(cancellationToken);
        // The study may have been deleted meanwhile.
        if (study is null)
            return;

        var admins = db
            .StudyMemberships.Where(m => m.StudyId == study.Id && m.Role == StudyRole.Admin)
            .Select(m => m.UserId);
        var mail = ended.State is BuildState.Succeeded ? Success(study.Name, ended) : Failure(study.Name, ended);
        await mailings.SendAsync(message, admins, mail, cancellationToken);
    }

    MailTemplate Success(string studyName, BuildEnded ended) =>
        new(
            $"{studyName}: built",
            "The experiment runner of your study is built. "
                + "Preview it with one of your own children's profiles before you submit or activate the study."
        )
        {
            Links =
            [
                ("The study", site.Study(ended.Study)),
                ("Where families will find it", site.StudyForFamilies(ended.Study)),
            ],
        };

    MailTemplate Failure(string studyName, BuildEnded ended) =>
        new(
            $"{studyName}: the build failed",
            $"Stage: {ended.Stage?.ToString() ?? "none"}. {ended.Reason}",
            "The study goes on serving what it served before."
        )
        {
            Links = [("The log", site.BuildLog(ended.Build)), ("The study", site.Study(ended.Study))],
        };
}
