using AutoMapper;
using AutoMapper.QueryableExtensions;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Labs;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Maps = AutoMapper.IConfigurationProvider;

namespace Chs.Application.Labs;

/// <summary>Lists approved labs and the actor's own by name; the site's reviewers see all.</summary>
public sealed record ListLabs : PagedQuery, IQuery<Page<LabListItem>>, IWithinScope, IAnonymous
{
    /// <summary>Only these labs, at most 100.</summary>
    public IReadOnlyList<Guid>? Ids { get; init; }

    /// <summary>Only the labs that you belong to or asked to join, or only those that wait for approval. Needs a log-in.</summary>
    public LabSet? Set { get; init; }

    /// <summary>Words that must all be in the name, principal investigator or institution, in any case; such as <c>sunshine</c>.</summary>
    public string? Match { get; init; }

    /// <summary>Only the lab with this name in addresses, such as <c>sunshine-lab</c>.</summary>
    public string? Slug { get; init; }

    internal sealed class Validator : PagedValidator<ListLabs>
    {
        public Validator()
        {
            RuleFor(q => q.Ids).MustHoldAtMost(Page.MaximumLimit);
            RuleFor(q => q.Match).MaximumLength(200).MustBeClean();
            RuleFor(q => q.Slug).MaximumLength(255).MustBeClean();
        }
    }

    internal sealed class Handler(IChsDb db, ICurrentActor current, Maps maps)
        : IRequestHandler<ListLabs, Outcome<Page<LabListItem>>>
    {
        static readonly Keyset<Lab> ByName = Keyset.By<Lab>(l => l.Name, l => l.Id);

        public async Task<Outcome<Page<LabListItem>>> Handle(ListLabs request, CancellationToken cancellationToken)
        {
            if (request.Set is not null && current.Actor is null)
                return Error.Unauthenticated;
            // Open to everybody, but for this: an empty list would look as if there were no labs.
            if (request.Set is not null && current.Actor is { LacksSecondFactor: true })
                return AccountErrors.SecondFactorNeeded;
            // 0, the key of nobody, when nobody is logged in or a required second factor is missing.
            var user = current.Actor is { LacksSecondFactor: false } actor ? actor.Key : 0;
            var labs = Filter(VisibleLabs(user), user, request);
            var total = await labs.CountIfAskedAsync(request, cancellationToken);
            var rows = await ByName.PageOf(labs, request).ProjectTo<LabListItem>(maps).ToListAsync(cancellationToken);
            return Page.Create(request, rows, total, l => new Cursor(l.Name, l.Key), l => l);
        }

        IQueryable<Lab> VisibleLabs(long user)
        {
            var seesAll = current.Actor?.Rights.Has(LabRight.EditDetails) ?? false;
            var own = current.Actor?.Lab?.LabKey;
            return db
                .Labs.AsNoTracking()
                .WithinReachOf(current.Actor, db)
                .Where(l =>
                    l.Id == own
                    || l.IsApproved
                    || seesAll
                    || db.LabMemberships.Any(m => m.LabId == l.Id && m.UserId == user)
                );
        }

        IQueryable<Lab> Filter(IQueryable<Lab> labs, long user, ListLabs request)
        {
            if (request.Ids is { Count: > 0 } ids)
                labs = labs.Where(l => ids.Contains(l.Uuid));
            if (request.Slug is { } slug)
                labs = labs.Where(l => l.Slug == slug);
            labs = request.Set switch
            {
                LabSet.Mine => labs.Where(l =>
                    db.LabMemberships.Any(m => m.LabId == l.Id && m.UserId == user)
                    || db.LabJoinRequests.Any(r => r.LabId == l.Id && r.UserId == user)
                ),
                LabSet.Unapproved => labs.Where(l => !l.IsApproved),
                _ => labs,
            };
            foreach (var term in TextRules.SearchTerms(request.Match))
                labs = labs.Where(l =>
                    l.Name.ToLower().Contains(term)
                    || l.PrincipalInvestigator.ToLower().Contains(term)
                    || l.Institution.ToLower().Contains(term)
                );
            return labs;
        }
    }
}

/// <summary>A selection of labs.</summary>
public enum LabSet
{
    /// <summary>Labs that the actor belongs to or asked to join.</summary>
    Mine = 1,

    /// <summary>Labs that wait for approval.</summary>
    Unapproved,
}

/// <summary>A lab in a list.</summary>
public sealed record LabListItem
{
    public required Guid Id { get; init; }

    /// <example>Sunshine Lab</example>
    public required string Name { get; init; }

    /// <example>University of Somewhere</example>
    public required string Institution { get; init; }

    /// <summary>Whether it may test families.</summary>
    public required bool IsApproved { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public long Key { get; init; }

    internal sealed class Map : Profile
    {
        public Map() =>
            CreateMap<Lab, LabListItem>()
                .ForMember(item => item.Id, options => options.MapFrom(lab => lab.Uuid))
                .ForMember(item => item.Key, options => options.MapFrom(lab => lab.Id));
    }
}
