using Chs.Application.Messaging;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Application.Site;
using Chs.Domain.Labs;
using Chs.Domain.Messaging;
using Chs.Domain.Studies;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Mails about a study's reviews, roles and ethics approval.</summary>
sealed class StudyNotices(IChsDb db, Mailings mailings, SiteAddress site) : IOutboxReceiver
{
    public Task DeliverAsync(OutboxMessage message, CancellationToken cancellationToken) =>
        message.Kind switch
        {
            nameof(StudyMoved) => OnMovedAsync(message, cancellationToken),
            nameof(StudySentBackToReview) => OnSentBackToReviewAsync(message, cancellationToken),
            nameof(StudyDraftProposed) => OnDraftProposedAsync(message, cancellationToken),
            nameof(StudyDraftWithdrawn) => OnDraftWithdrawnAsync(message, cancellationToken),
            nameof(StudyDraftJudged) => OnDraftJudgedAsync(message, cancellationToken),
            nameof(StudyRoleAssigned) => OnRoleAssignedAsync(message, cancellationToken),
            nameof(EthicsApprovalExpiring) => OnApprovalExpiringAsync(message, cancellationToken),
            nameof(EthicsApprovalExpired) => OnApprovalExpiredAsync(message, cancellationToken),
            _ => Task.CompletedTask,
        };

    Task OnMovedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var moved = Mailings.Read<StudyMoved>(message);
        return moved.Trigger switch
        {
            StudyTrigger.Approve => MailResearchersAsync(message, moved.Study, Approval(moved), cancellationToken),
            StudyTrigger.Reject => MailResearchersAsync(message, moved.Study, Rejection(moved), cancellationToken),
            StudyTrigger.Archive => Task.CompletedTask,
            _ => MailReviewersAsync(message, moved, cancellationToken),
        };
    }

    MailTemplate Approval(StudyMoved moved) =>
        new(
            $"{moved.Name}: approved",
            "A site reviewer approved the study. Activate it when you want families to take part.",
            moved.Comments
        )
        {
            Links = LinkTo(moved.Study),
            IsLimited = true,
        };

    MailTemplate Rejection(StudyMoved moved)
    {
        if (moved.From is StudyState.Approved)
            return new MailTemplate(
                $"{moved.Name}: the approval was rescinded",
                "A site reviewer took the approval back, perhaps because the study was changed. "
                    + "Data that were collected remain.",
                moved.Comments
            )
            {
                Links = LinkTo(moved.Study),
                IsLimited = true,
            };
        return new MailTemplate(
            $"{moved.Name}: changes requested",
            "A site reviewer asks for changes. Make them and resubmit the study.",
            moved.Comments
        )
        {
            Links = LinkTo(moved.Study),
            IsLimited = true,
        };
    }

    async Task MailReviewersAsync(OutboxMessage message, StudyMoved moved, CancellationToken cancellationToken)
    {
        var isSubmission = Workflow.IsSubmission(moved.Trigger);
        var step = TextRules.ToContractName(moved.Trigger);
        var state = TextRules.ToContractName(moved.State);
        var name = await NameOfAsync(moved.By, cancellationToken);
        var lab = await LabOfAsync(moved.Study, cancellationToken) ?? "no lab";
        var mail = new MailTemplate(
            $"{moved.Name}: {step}",
            $"{name} ({lab}) took this step; the study is now '{state}'.",
            moved.Comments
        )
        {
            Links = LinkTo(moved.Study),
            IsLimited = true,
            ReplyTo = isSubmission ? await EmailOfAsync(moved.By, cancellationToken) : null,
        };
        await mailings.SendAsync(message, mailings.Reviewers(), mail, cancellationToken);
    }

    Task OnSentBackToReviewAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var sentBack = Mailings.Read<StudySentBackToReview>(message);
        var mail = new MailTemplate(
            $"{sentBack.Name}: sent back for review",
            "The study was sent back for review, because it was changed after its approval. "
                + "Submit it again when it is ready; until then families don't see it."
        )
        {
            Links = LinkTo(sentBack.Study),
            IsLimited = true,
        };
        return MailResearchersAsync(message, sentBack.Study, mail, cancellationToken);
    }

    async Task OnDraftProposedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var proposed = Mailings.Read<StudyDraftProposed>(message);
        var name = await NameOfAsync(proposed.By, cancellationToken);
        var mail = new MailTemplate(
            $"{proposed.Name}: another version waits",
            $"{name} asks for version {proposed.Number} of the protocol. "
                + "Families go on with the approved one meanwhile.",
            proposed.Comments
        )
        {
            Links = LinkTo(proposed.Study),
            IsLimited = true,
            ReplyTo = await EmailOfAsync(proposed.By, cancellationToken),
        };
        await mailings.SendAsync(message, mailings.Reviewers(), mail, cancellationToken);
    }

    async Task OnDraftWithdrawnAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var withdrawn = Mailings.Read<StudyDraftWithdrawn>(message);
        var name = await NameOfAsync(withdrawn.By, cancellationToken);
        var subject = $"{withdrawn.Name}: version {withdrawn.Number} doesn't wait any more";
        var mail = new MailTemplate(subject, WhyWithdrawn(withdrawn, name))
        {
            Links = LinkTo(withdrawn.Study),
            IsLimited = true,
        };
        await mailings.SendAsync(message, mailings.Reviewers(), mail, cancellationToken);
    }

    static string WhyWithdrawn(StudyDraftWithdrawn withdrawn, string name) =>
        withdrawn.Reason switch
        {
            DraftWithdrawalReason.DraftChanged =>
                $"{name} changed the draft, so version {withdrawn.Number} left the reviewers' queue until it is proposed again.",
            DraftWithdrawalReason.SentBack =>
                $"{name} changed what was approved. The study was sent back, so version {withdrawn.Number} left the "
                    + "reviewers' queue; it is reviewed with the study once that is submitted again.",
            DraftWithdrawalReason.Stopped =>
                $"{name} took a step after which the study is neither active nor paused, so version {withdrawn.Number} "
                    + "left the reviewers' queue.",
            _ => $"{name} withdrew version {withdrawn.Number}, so it left the reviewers' queue.",
        };

    Task OnDraftJudgedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var judged = Mailings.Read<StudyDraftJudged>(message);
        var subject = judged.Approved
            ? $"{judged.Name}: version {judged.Number} is approved"
            : $"{judged.Name}: version {judged.Number} isn't approved";
        var text = judged.Approved
            ? "Families get it from their next session on."
            : "Families go on with the version that was approved. Change the draft and propose it again.";
        var mail = new MailTemplate(subject, text, judged.Comments) { Links = LinkTo(judged.Study), IsLimited = true };
        return MailResearchersAsync(message, judged.Study, mail, cancellationToken);
    }

    Task OnRoleAssignedAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var assigned = Mailings.Read<StudyRoleAssigned>(message);
        var role = TextRules.ToContractName(assigned.Role);
        var mail = new MailTemplate(
            $"{assigned.Name}: your role is '{role}'",
            $"You have the role '{role}' in the study {assigned.Name} now."
        )
        {
            Links = LinkTo(assigned.Study),
            IsLimited = true,
        };
        return mailings.SendAsync(message, mailings.Person(assigned.User), mail, cancellationToken);
    }

    Task OnApprovalExpiringAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var expiring = Mailings.Read<EthicsApprovalExpiring>(message);
        var mail = new MailTemplate(
            $"{expiring.Name}: the ethics approval ends on {expiring.Until:yyyy-MM-dd}",
            "Renew the ethics board's approval and enter its new last day. After it an active study is paused."
        )
        {
            Links = LinkTo(expiring.Study),
            IsLimited = true,
        };
        return MailResearchersAsync(message, expiring.Study, mail, cancellationToken);
    }

    Task OnApprovalExpiredAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var expired = Mailings.Read<EthicsApprovalExpired>(message);
        var mail = new MailTemplate(
            $"{expired.Name}: paused, because the ethics approval has ended",
            $"The ethics board's approval ended on {expired.Until:yyyy-MM-dd}. "
                + "Enter the new last day and activate the study again."
        )
        {
            Links = LinkTo(expired.Study),
            IsLimited = true,
        };
        return MailResearchersAsync(message, expired.Study, mail, cancellationToken);
    }

    (string, Uri)[] LinkTo(Guid study) => [("The study", site.Study(study))];

    async Task<string> NameOfAsync(Guid user, CancellationToken cancellationToken) =>
        await mailings.NameAsync(user, cancellationToken) ?? "Somebody";

    Task<string?> EmailOfAsync(Guid user, CancellationToken cancellationToken) =>
        db.Users.Where(u => u.Uuid == user).Select(u => (string?)u.Email).SingleOrDefaultAsync(cancellationToken);

    Task<string?> LabOfAsync(Guid study, CancellationToken cancellationToken) =>
        db
            .Studies.Where(s => s.Uuid == study)
            .Join(db.Labs, s => s.LabId, l => l.Id, (_, l) => (string?)l.Name)
            .SingleOrDefaultAsync(cancellationToken);

    async Task MailResearchersAsync(
        OutboxMessage message,
        Guid study,
        MailTemplate mail,
        CancellationToken cancellationToken
    )
    {
        var researchers = await ResearchersAsync(study, cancellationToken);
        await mailings.SendAsync(message, researchers, mail, cancellationToken);
    }

    /// <summary>Keys of those who may change the study's status; nobody when the study was deleted meanwhile.</summary>
    async Task<IQueryable<long>> ResearchersAsync(Guid studyId, CancellationToken cancellationToken)
    {
        var study = await db
            .Studies.AsNoTracking()
            .Where(s => s.Uuid == studyId)
            .Select(s => new { s.Id, s.LabId })
            .SingleOrDefaultAsync(cancellationToken);
        var key = study?.Id;
        var lab = study?.LabId;
        StudyRole[] studyRoles =
        [
            .. Enum.GetValues<StudyRole>().Where(role => Permissions.Of(role).HasFlag(StudyRight.ChangeStatus)),
        ];
        LabRole[] labRoles =
        [
            .. Enum.GetValues<LabRole>().Where(role => Permissions.Of(role).HasFlag(StudyRight.ChangeStatus)),
        ];
        return db
            .StudyMemberships.Where(m => m.StudyId == key && studyRoles.Contains(m.Role))
            .Select(m => m.UserId)
            .Union(db.LabMemberships.Where(m => m.LabId == lab && labRoles.Contains(m.Role)).Select(m => m.UserId));
    }
}
