using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Replaces the rights that an account has in addition to its roles. The account's sessions end.</summary>
/// <remarks>Needs the site right to edit permissions. Nobody can grant rights that they lack.</remarks>
public sealed record EntitleAccount(Guid UserId, SiteRightsInput Rights, int? IfVersion) : ICommand<StaffAccountView>
{
    internal sealed class Validator : AbstractValidator<EntitleAccount>
    {
        public Validator()
        {
            RuleForEach(x => x.Rights.Site)
                .Must(name => SiteRightsInput.ParseSite(name) is not null)
                .WithErrorCode("unknown_value")
                .WithMessage($"Rights of the site are: {string.Join(", ", SiteRightsInput.Names<SiteRight>())}.")
                .OverridePropertyName("Site");
            RuleForEach(x => x.Rights.OnStudies)
                .Must(name => SiteRightsInput.ParseStudy(name) is not null)
                .WithErrorCode("unknown_value")
                .WithMessage($"Rights on studies are: {string.Join(", ", SiteRightsInput.Names<StudyRight>())}.")
                .OverridePropertyName("OnStudies");
            RuleForEach(x => x.Rights.OnLabs)
                .Must(name => SiteRightsInput.ParseLab(name) is not null)
                .WithErrorCode("unknown_value")
                .WithMessage($"Rights on labs are: {string.Join(", ", SiteRightsInput.Names<LabRight>())}.")
                .OverridePropertyName("OnLabs");
        }
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<EntitleAccount, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(EntitleAccount request, CancellationToken cancellationToken)
        {
            var found = await db.FindManagedAccountAsync(
                request.UserId,
                SiteRight.EditUserPermissions,
                current.Actor,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var user = found.Value;
            var actor = current.Actor!;
            if (request.IfVersion is { } expected && expected != user.Version)
                return Error.StaleAt(user.Version);
            var rights = request.Rights.ToRights();
            if (!actor.Rights.Covers(rights))
                return Error.Forbidden;
            user.GrantRights(rights, isStaff: rights != SiteRights.None, actor.Id, time.GetUtcNow());
            // More rights may require a second factor, which is asked for at the next log-in.
            await db.EndSessionsAsync(user.Id, except: null, cancellationToken);
            return await db.StaffViewOfAsync(user, actor, cancellationToken);
        }
    }
}
