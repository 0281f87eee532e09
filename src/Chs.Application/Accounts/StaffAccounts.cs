using Chs.Application.Access;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Accounts;

/// <summary>One account as staff see it, with roles and rights. Needs the site right to view users; leaves a line in the audit log.</summary>
public sealed record ReadAccount(Guid UserId) : IQuery<StaffAccountView>, IAudited
{
    string IAudited.AuditAction => "read account";

    Guid? IAudited.AuditSubject => UserId;

    internal sealed class Handler(IChsDb db, ICurrentActor current)
        : IRequestHandler<ReadAccount, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(ReadAccount request, CancellationToken cancellationToken)
        {
            if (current.Actor is not { } actor)
                return Error.Unauthenticated;
            if (!actor.Rights.Has(SiteRight.ViewUsers))
                return Error.Forbidden;
            var user = await db
                .Users.AsNoTracking()
                .SingleOrDefaultAsync(u => u.Uuid == request.UserId, cancellationToken);
            return user is null ? Error.NotFound("account") : await db.StaffViewOfAsync(user, actor, cancellationToken);
        }
    }
}

/// <summary>Decides about an account: whether it can be used, whether it is spam, and why. Needs the site right to edit users. Log-ins and keys of one that can't be used end.</summary>
public sealed record JudgeAccount(Guid UserId, bool IsActive, bool IsSpam, string Comments, int? IfVersion)
    : ICommand<StaffAccountView>
{
    internal sealed class Validator : AbstractValidator<JudgeAccount>
    {
        public Validator() =>
            RuleFor(x => x.Comments).NotNull().MaximumLength(10_000).Must(TextRules.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<JudgeAccount, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(JudgeAccount request, CancellationToken cancellationToken)
        {
            var found = await db.FindSubordinateAsync(
                request.UserId,
                SiteRight.EditUsers,
                current.Actor,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (user, actor) = (found.Value, current.Actor!);
            if (request.IfVersion is { } expected && expected != user.Version)
                return Error.StaleAt(user.Version);
            user.Moderate(
                new AccountStanding(request.IsActive && !request.IsSpam, request.IsSpam, request.Comments),
                actor.Id,
                time.GetUtcNow()
            );
            if (!user.IsActive)
                await db.Credentials.Where(c => c.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
            return await db.StaffViewOfAsync(user, actor, cancellationToken);
        }
    }
}

/// <summary>Makes an account one for studies too, on its owner's behalf. Needs the site right to edit users.</summary>
public sealed record AdmitResearcher(Guid UserId) : ICommand<StaffAccountView>
{
    internal sealed class Handler(IChsDb db, ICurrentActor current, TimeProvider time)
        : IRequestHandler<AdmitResearcher, Outcome<StaffAccountView>>
    {
        public async Task<Outcome<StaffAccountView>> Handle(
            AdmitResearcher request,
            CancellationToken cancellationToken
        )
        {
            var found = await db.FindSubordinateAsync(
                request.UserId,
                SiteRight.EditUsers,
                current.Actor,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (user, actor, now) = (found.Value, current.Actor!, time.GetUtcNow());
            if (!user.IsResearcher)
            {
                user.BecomeResearcher(actor.Id, now);
                if (user.EmailConfirmedAt is null)
                    user.RequestEmailConfirmation(now);
                await db.JoinDefaultLabsAsync(user, cancellationToken);
            }

            return await db.StaffViewOfAsync(user, actor, cancellationToken);
        }
    }
}

/// <summary>Gives an account exactly these rights beside its roles. Needs the site right to edit permissions; nobody gives what they lack.</summary>
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
            var found = await db.FindSubordinateAsync(
                request.UserId,
                SiteRight.EditUserPermissions,
                current.Actor,
                cancellationToken
            );
            if (found.Failed)
                return found.Error;
            var (user, actor, rights) = (found.Value, current.Actor!, request.Rights.ToRights());
            if (request.IfVersion is { } expected && expected != user.Version)
                return Error.StaleAt(user.Version);
            if (!actor.Rights.Covers(rights))
                return Error.Forbidden;
            user.GrantRights(rights, isStaff: rights != SiteRights.None, actor.Id, time.GetUtcNow());
            await db.EndSessionsAsync(user.Id, null, cancellationToken); // what they may is asked for at the next log-in
            return await db.StaffViewOfAsync(user, actor, cancellationToken);
        }
    }
}

/// <summary>Rights beside roles, by name.</summary>
public sealed record SiteRightsInput
{
    /// <summary>Beside studies and labs, such as <c>viewUsers</c>.</summary>
    /// <example>["viewUsers"]</example>
    public IReadOnlyList<string> Site { get; init; } = [];

    /// <summary>On every study, such as <c>review</c>.</summary>
    /// <example>["review","changeStatus"]</example>
    public IReadOnlyList<string> OnStudies { get; init; } = [];

    /// <summary>On every lab, such as <c>editApproval</c>.</summary>
    /// <example>["editApproval"]</example>
    public IReadOnlyList<string> OnLabs { get; init; } = [];

    internal SiteRights ToRights() =>
        new(
            Site.Aggregate(SiteRight.None, (all, name) => all | ParseSite(name)!.Value),
            OnStudies.Aggregate(StudyRight.None, (all, name) => all | ParseStudy(name)!.Value),
            OnLabs.Aggregate(LabRight.None, (all, name) => all | ParseLab(name)!.Value)
        );

    internal static SiteRightsInput Of(SiteRights rights) =>
        new()
        {
            Site = [.. Names<SiteRight>().Where(name => rights.Has(ParseSite(name)!.Value))],
            OnStudies = [.. Names<StudyRight>().Where(name => rights.Has(ParseStudy(name)!.Value))],
            OnLabs = [.. Names<LabRight>().Where(name => rights.Has(ParseLab(name)!.Value))],
        };

    internal static SiteRight? ParseSite(string? name) => Parse<SiteRight>(name);

    internal static StudyRight? ParseStudy(string? name) => Parse<StudyRight>(name);

    internal static LabRight? ParseLab(string? name) => Parse<LabRight>(name);

    internal static IEnumerable<string> Names<T>()
        where T : struct, Enum =>
        Enum.GetNames<T>()
            .Where(name => name is not ("None" or "All"))
            .Select(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName);

    static T? Parse<T>(string? name)
        where T : struct, Enum => Names<T>().Contains(name) ? Enum.Parse<T>(name!, ignoreCase: true) : null;
}

/// <summary>An account as staff see it.</summary>
public sealed record StaffAccountView : IVersioned
{
    public required AccountListItem Account { get; init; }

    /// <summary>What staff wrote about it.</summary>
    public required string Comments { get; init; }

    /// <summary>Whether it may do everything.</summary>
    public required bool IsSuperuser { get; init; }

    /// <summary>Rights beside roles; null: you may not see them.</summary>
    public required SiteRightsInput? Rights { get; init; }

    public required IReadOnlyList<HeldRole> Labs { get; init; }
    public required IReadOnlyList<HeldRole> Studies { get; init; }

    /// <summary>Keys for scripts that work.</summary>
    public required int Tokens { get; init; }

    /// <summary>Counts changes; also the ETag.</summary>
    public required int Version { get; init; }
}

/// <summary>A role somewhere.</summary>
/// <param name="Id">The lab or study.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Role">Such as <c>admin</c>.</param>
public sealed record HeldRole(Guid Id, string Name, string Role);

static class StaffAccountQueries
{
    extension(IChsDb db)
    {
        /// <summary>An account that staff may act on: not their own, and of nobody who may more than they.</summary>
        public async Task<Outcome<User>> FindSubordinateAsync(
            Guid id,
            SiteRight right,
            Actor? actor,
            CancellationToken cancellationToken
        )
        {
            if (actor is null)
                return Error.Unauthenticated;
            if (!actor.Rights.Has(right))
                return Error.Forbidden;
            var user = await db.Users.SingleOrDefaultAsync(u => u.Uuid == id, cancellationToken);
            return user is null ? Error.NotFound("account")
                : user.Id == actor.Key ? AccountErrors.NotYourself
                : actor.Rights.Covers(user.Rights) ? user
                : Error.Forbidden;
        }

        public async Task<StaffAccountView> StaffViewOfAsync(
            User user,
            Actor viewer,
            CancellationToken cancellationToken
        )
        {
            var labs = await db
                .LabMemberships.Where(m => m.UserId == user.Id)
                .Join(
                    db.Labs,
                    m => m.LabId,
                    l => l.Id,
                    (m, l) =>
                        new
                        {
                            l.Uuid,
                            l.Name,
                            m.Role,
                        }
                )
                .OrderBy(r => r.Name)
                .ToListAsync(cancellationToken);
            var studies = await db
                .StudyMemberships.Where(m => m.UserId == user.Id)
                .Join(
                    db.Studies,
                    m => m.StudyId,
                    s => s.Id,
                    (m, s) =>
                        new
                        {
                            s.Uuid,
                            s.Details.Name,
                            m.Role,
                        }
                )
                .OrderBy(r => r.Name)
                .ToListAsync(cancellationToken);
            var hasFactor = await db.SecondFactors.AnyAsync(
                f => f.UserId == user.Id && f.IsActivated,
                cancellationToken
            );
            return new StaffAccountView
            {
                Account = new AccountListItem(
                    user.Uuid,
                    user.Email,
                    user.GivenName,
                    user.FamilyName,
                    user.Nickname,
                    user.IsResearcher,
                    user.IsStaff || user.IsSuperuser,
                    user.IsActive,
                    user.IsSpam,
                    user.EmailConfirmedAt is not null,
                    hasFactor,
                    user.CreatedAt
                ),
                Comments = user.AdminComments,
                IsSuperuser = user.IsSuperuser,
                Rights =
                    viewer.Rights.Has(SiteRight.ViewUserPermissions) || viewer.Rights.Has(SiteRight.EditUserPermissions)
                        ? SiteRightsInput.Of(user.Rights)
                        : null,
                Labs = [.. labs.Select(r => new HeldRole(r.Uuid, r.Name, TextRules.ToContractName(r.Role)))],
                Studies = [.. studies.Select(r => new HeldRole(r.Uuid, r.Name, TextRules.ToContractName(r.Role)))],
                Tokens = await db.Credentials.CountAsync(
                    c => c.UserId == user.Id && c.Kind == CredentialKind.ApiToken,
                    cancellationToken
                ),
                Version = user.Version,
            };
        }
    }
}
