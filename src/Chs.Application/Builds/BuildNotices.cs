using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Domain.Builds;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Builds;

/// <summary>Mails about builds, to the study's admins.</summary>
sealed class BuildNotices(IChsDb db, Mailings post, SiteAddress site) : IOutboxReceiver
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
        if (study is null)
            return; // deleted meanwhile
        var admins = db
            .StudyMemberships.Where(m => m.StudyId == study.Id && m.Role == StudyRole.Admin)
            .Select(m => m.UserId);
        var letter =
            ended.State is BuildState.Succeeded
                ? new MailTemplate(
                    $"{study.Name}: built",
                    "The experiment runner of your study is built. Preview it with one of your own children's profiles before you submit or activate the study."
                )
                {
                    Links =
                    [
                        ("The study", site.Study(ended.Study)),
                        ("Where families will find it", site.TakingPart(ended.Study)),
                    ],
                }
                : new MailTemplate(
                    $"{study.Name}: the build failed",
                    $"Stage: {ended.Stage?.ToString() ?? "none"}. {ended.Reason}",
                    "The study goes on serving what it served before."
                )
                {
                    Links = [("The log", site.BuildLog(ended.Build)), ("The study", site.Study(ended.Study))],
                };
        await post.SendAsync(message, admins, letter, cancellationToken);
    }
}
