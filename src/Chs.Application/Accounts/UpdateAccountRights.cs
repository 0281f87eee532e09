using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;

namespace Chs.Application.Accounts;

/// <summary>Replaces the rights that an account has in addition to its roles. The account's sessions end.</summary>
/// <remarks>Needs the site right to edit permissions. Nobody can grant rights that they lack.</remarks>
public sealed record UpdateAccountRights(Guid UserId, SiteRightsInput Rights, ExpectedVersions? IfVersion)
    : ICommand<StaffAccountView>,
        ISessionOnly
{
    internal sealed class Validator : AbstractValidator<UpdateAccountRights>
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

    internal sealed class Handler(
        AccountFinder accounts,
        Administrators administrators,
        LogInSessions sessions,
        StaffAccountViews views,
        Actor actor,
        TimeProvider time
    ) : IRequestHandler<UpdateAccountRights, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(
            UpdateAccountRights request,
            CancellationToken cancellationToken
        )
        {
            var found = await accounts.FindManagedAsync(
                request.UserId,
                SiteRight.EditUserPermissions,
                request.IfVersion,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var rights = request.Rights.ToRights();
            if (!actor.Rights.Covers(rights))
                return RightsErrors.NotYoursToGive(SiteRightsInput.Of(rights.Beyond(actor.Rights)).InWords());

            var user = found.Value;
            var losesEveryRight = !user.IsSuperuser && !rights.Covers(SiteRights.All);
            if (losesEveryRight && await administrators.IsLastAsync(user, cancellationToken))
                return AccountErrors.LastAdministrator;
            user.GrantRights(rights, isStaff: rights != SiteRights.None, actor.Deed(time));
            // More rights may require a second factor, which is asked for at the next log-in.
            await sessions.EndAllAsync(user.Id, cancellationToken);
            return await views.OfAsync(user, cancellationToken);
        }
    }
}
