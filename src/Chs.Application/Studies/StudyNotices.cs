using Chs.Application.Messaging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Domain.Labs;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Mails about a study's way through review, and who works on it.</summary>
sealed class StudyNotices(IChsDb db, Mailings post, SiteAddress site) : IOutboxReceiver
{
    public async Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        switch (message.Kind)
        {
            case nameof(StudyMoved):
                await TellOfMoveAsync(message, Mailings.Read<StudyMoved>(message), cancellationToken);
                break;
            case nameof(StudySentBackToReview):
                var changed = Mailings.Read<StudySentBackToReview>(message);
                await post.SendAsync(
                    message,
                    await ResearchersAsync(changed.Study, cancellationToken),
                    new MailTemplate(
                        $"{changed.Name}: needs review again",
                        "The study was changed after its approval. Resubmit it when it is ready; until then families don't see it."
                    )
                    {
                        Links = LinkTo(changed.Study),
                    },
                    cancellationToken
                );
                break;
            case nameof(StudyDraftProposed):
                var proposed = Mailings.Read<StudyDraftProposed>(message);
                var proposer = await db
                    .Users.Where(u => u.Uuid == proposed.By)
                    .Select(u => u.Email)
                    .SingleOrDefaultAsync(cancellationToken);
                await post.SendAsync(
                    message,
                    post.Reviewers(),
                    new MailTemplate(
                        $"{proposed.Name}: another version waits",
                        $"{await post.NameAsync(proposed.By, cancellationToken) ?? "Somebody"} asks for version {proposed.Number} of the protocol. Families go on with the approved one meanwhile.",
                        proposed.Comments
                    )
                    {
                        Links = LinkTo(proposed.Study),
                        ReplyTo = proposer,
                    },
                    cancellationToken
                );
                break;
            case nameof(StudyDraftJudged):
                var judged = Mailings.Read<StudyDraftJudged>(message);
                await post.SendAsync(
                    message,
                    await ResearchersAsync(judged.Study, cancellationToken),
                    judged.Approved
                        ? new MailTemplate(
                            $"{judged.Name}: version {judged.Number} is approved",
                            "Families get it from their next session on.",
                            judged.Comments
                        )
                        {
                            Links = LinkTo(judged.Study),
                        }
                        : new MailTemplate(
                            $"{judged.Name}: version {judged.Number} isn't approved",
                            "Families go on with the version that was approved. Change the draft and propose it again.",
                            judged.Comments
                        )
                        {
                            Links = LinkTo(judged.Study),
                        },
                    cancellationToken
                );
                break;
            case nameof(StudyRoleAssigned):
                var given = Mailings.Read<StudyRoleAssigned>(message);
                await post.SendAsync(
                    message,
                    post.Person(given.User),
                    new MailTemplate(
                        $"{given.Name}: your role is '{TextRules.ToContractName(given.Role)}'",
                        $"You have the role '{TextRules.ToContractName(given.Role)}' in the study {given.Name} now."
                    )
                    {
                        Links = LinkTo(given.Study),
                    },
                    cancellationToken
                );
                break;
            case nameof(EthicsApprovalExpiring):
                var ending = Mailings.Read<EthicsApprovalExpiring>(message);
                await post.SendAsync(
                    message,
                    await ResearchersAsync(ending.Study, cancellationToken),
                    new MailTemplate(
                        $"{ending.Name}: the ethics approval ends on {ending.Until:yyyy-MM-dd}",
                        "Renew the ethics board's approval and enter its new last day. After it an active study is paused."
                    )
                    {
                        Links = LinkTo(ending.Study),
                    },
                    cancellationToken
                );
                break;
            case nameof(EthicsApprovalExpired):
                var ended = Mailings.Read<EthicsApprovalExpired>(message);
                await post.SendAsync(
                    message,
                    await ResearchersAsync(ended.Study, cancellationToken),
                    new MailTemplate(
                        $"{ended.Name}: paused, because the ethics approval has ended",
                        $"The ethics board's approval ended on {ended.Until:yyyy-MM-dd}. Enter the new last day and activate the study again."
                    )
                    {
                        Links = LinkTo(ended.Study),
                    },
                    cancellationToken
                );
                break;
        }
    }

    async Task TellOfMoveAsync(OutboxMessage message, StudyMoved moved, CancellationToken cancellationToken)
    {
        var comments = moved.Comments;
        Task<IQueryable<long>> researchers() => ResearchersAsync(moved.Study, cancellationToken);
        switch (moved.Trigger)
        {
            case StudyTrigger.Approve:
                await post.SendAsync(
                    message,
                    await researchers(),
                    new MailTemplate(
                        $"{moved.Name}: approved",
                        "A site reviewer approved the study. Activate it when you want families to take part.",
                        comments
                    )
                    {
                        Links = LinkTo(moved.Study),
                    },
                    cancellationToken
                );
                break;
            case StudyTrigger.Reject when moved.From is StudyState.Approved:
                await post.SendAsync(
                    message,
                    await researchers(),
                    new MailTemplate(
                        $"{moved.Name}: the approval was rescinded",
                        "A site reviewer took the approval back, perhaps because the study was changed. Data that were collected remain.",
                        comments
                    )
                    {
                        Links = LinkTo(moved.Study),
                    },
                    cancellationToken
                );
                break;
            case StudyTrigger.Reject:
                await post.SendAsync(
                    message,
                    await researchers(),
                    new MailTemplate(
                        $"{moved.Name}: changes requested",
                        "A site reviewer asks for changes. Make them and resubmit the study.",
                        comments
                    )
                    {
                        Links = LinkTo(moved.Study),
                    },
                    cancellationToken
                );
                break;
            case StudyTrigger.Archive:
                break;
            default:
                var submitter = moved.Trigger is StudyTrigger.Submit or StudyTrigger.Resubmit
                    ? await db
                        .Users.Where(u => u.Uuid == moved.By)
                        .Select(u => u.Email)
                        .SingleOrDefaultAsync(cancellationToken)
                    : null;
                var lab = await db
                    .Studies.Where(s => s.Uuid == moved.Study)
                    .Join(db.Labs, s => s.LabId, l => l.Id, (_, l) => l.Name)
                    .SingleOrDefaultAsync(cancellationToken);
                var who = await post.NameAsync(moved.By, cancellationToken) ?? "Somebody";
                var letter = new MailTemplate(
                    $"{moved.Name}: {TextRules.ToContractName(moved.Trigger)}",
                    $"{who} ({lab ?? "no lab"}) took this step; the study is now '{TextRules.ToContractName(moved.State)}'.",
                    comments
                )
                {
                    Links = LinkTo(moved.Study),
                    ReplyTo = submitter,
                };
                await post.SendAsync(message, post.Reviewers(), letter, cancellationToken);
                break;
        }
    }

    (string, Uri)[] LinkTo(Guid study) => [("The study", site.Study(study))];

    /// <summary>Those who may change the study's status.</summary>
    async Task<IQueryable<long>> ResearchersAsync(Guid studyId, CancellationToken cancellationToken)
    {
        // Of a study that is deleted meanwhile nobody needs to hear.
        var study = await db
            .Studies.AsNoTracking()
            .Where(s => s.Uuid == studyId)
            .Select(s => new { s.Id, s.LabId })
            .SingleOrDefaultAsync(cancellationToken);
        var (id, lab) = (study?.Id, study?.LabId);
        StudyRole[] roles =
        [
            .. Enum.GetValues<StudyRole>().Where(role => Permissions.Of(role).HasFlag(StudyRight.ChangeStatus)),
        ];
        LabRole[] labRoles =
        [
            .. Enum.GetValues<LabRole>().Where(role => Permissions.Of(role).HasFlag(StudyRight.ChangeStatus)),
        ];
        return db
            .StudyMemberships.Where(m => m.StudyId == id && roles.Contains(m.Role))
            .Select(m => m.UserId)
            .Union(db.LabMemberships.Where(m => m.LabId == lab && labRoles.Contains(m.Role)).Select(m => m.UserId));
    }
}
