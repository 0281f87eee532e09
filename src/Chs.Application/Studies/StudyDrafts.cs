using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Asks the site's reviewers for a draft that stands beside what families run. Needs the right to change the status.</summary>
public sealed record ProposeDraft(Guid StudyId, string Comments, int? IfVersion) : ICommand<StudyView>
{
    internal sealed class Validator : AbstractValidator<ProposeDraft>
    {
        public Validator() =>
            RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).Must(TextRules.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<ProposeDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(ProposeDraft request, CancellationToken cancellationToken) =>
            await db.OnDraftAsync(
                request.StudyId,
                StudyRight.ChangeStatus,
                request.IfVersion,
                access,
                (study, actor) =>
                {
                    var proposed = study.Propose(request.Comments, actor.Id, time.GetUtcNow());
                    if (!proposed.Failed)
                        db.StudyLog.Add(
                            StudyLogEntry.OfDraft(
                                study,
                                actor.Key,
                                "draft proposed",
                                request.Comments,
                                time.GetUtcNow()
                            )
                        );
                    return proposed;
                },
                cancellationToken
            );
    }
}

/// <summary>Takes that question back. Needs the right to change the status.</summary>
public sealed record WithdrawDraft(Guid StudyId, int? IfVersion) : ICommand<StudyView>
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<WithdrawDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(WithdrawDraft request, CancellationToken cancellationToken) =>
            await db.OnDraftAsync(
                request.StudyId,
                StudyRight.ChangeStatus,
                request.IfVersion,
                access,
                (study, actor) =>
                {
                    var withdrawn = study.WithdrawProposal(actor.Id, time.GetUtcNow());
                    if (!withdrawn.Failed)
                        db.StudyLog.Add(
                            StudyLogEntry.OfDraft(study, actor.Key, "draft withdrawn", "", time.GetUtcNow())
                        );
                    return withdrawn;
                },
                cancellationToken
            );
    }
}

/// <summary>Approves a draft beside what families run, who get it from their next session on; or declines it, and nothing changes for them. For the site's reviewers.</summary>
public sealed record JudgeDraft(Guid StudyId, bool Approve, string Comments, int? IfVersion) : ICommand<StudyView>
{
    internal sealed class Validator : AbstractValidator<JudgeDraft>
    {
        public Validator() =>
            RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).Must(TextRules.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<JudgeDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(JudgeDraft request, CancellationToken cancellationToken) =>
            await db.OnDraftAsync(
                request.StudyId,
                StudyRight.Review,
                request.IfVersion,
                access,
                (study, actor) =>
                {
                    var judged = study.JudgeProposal(request.Approve, request.Comments, actor.Id, time.GetUtcNow());
                    if (!judged.Failed)
                        db.StudyLog.Add(
                            StudyLogEntry.OfDraft(
                                study,
                                actor.Key,
                                request.Approve ? "draft approved" : "draft declined",
                                request.Comments,
                                time.GetUtcNow()
                            )
                        );
                    return judged;
                },
                cancellationToken
            );
    }
}

/// <summary>Makes what was approved the draft again, as a version of its own. Needs the right to write details.</summary>
public sealed record DiscardDraft(Guid StudyId, int? IfVersion) : ICommand<StudyView>
{
    internal sealed class Handler(IChsDb db, AccessControl access, TimeProvider time)
        : IRequestHandler<DiscardDraft, Outcome<StudyView>>
    {
        public async Task<Outcome<StudyView>> Handle(DiscardDraft request, CancellationToken cancellationToken)
        {
            var found = await db.FindStudyAsync(
                request.StudyId,
                StudyRight.WriteDetails,
                request.IfVersion,
                access,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (study, actor) = (found.Value, access.Actor!);
            if (!study.HasDraftBeside)
                return StudyErrors.NothingToPropose;
            var approved = await db.StudyVersions.SingleAsync(
                v => v.StudyId == study.Id && v.Number == study.ApprovedNumber,
                cancellationToken
            );
            var draft = await db.DraftOfAsync(study, cancellationToken);
            var restored = study.ReviseBeside(
                draft,
                approved.Protocol,
                actor.Id,
                time.GetUtcNow(),
                actor.Key,
                $"Version {approved.Number} again"
            );
            if (restored.Failed)
                return restored.Error;
            if (restored.Value is { } version)
                db.StudyVersions.Add(version);
            return await db.ViewOfAsync(study, restored.Value ?? draft, cancellationToken);
        }
    }
}

static class Drafts
{
    extension(IChsDb db)
    {
        /// <summary>Does something to the draft of a study that the actor may do it to.</summary>
        public async Task<Outcome<StudyView>> OnDraftAsync(
            Guid id,
            StudyRight right,
            int? ifVersion,
            AccessControl access,
            Func<Study, Actor, Outcome> step,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindStudyAsync(id, right, ifVersion, access, cancellationToken);
            if (found.Failed)
                return found.Error;
            var study = found.Value;
            var done = step(study, access.Actor!);
            return done.Failed
                ? done.Error
                : await db.ViewOfAsync(study, await db.DraftOfAsync(study, cancellationToken), cancellationToken);
        }
    }
}
