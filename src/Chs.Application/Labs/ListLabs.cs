using AutoMapper;
using AutoMapper.QueryableExtensions;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Labs;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Maps = AutoMapper.IConfigurationProvider;

namespace Chs.Application.Labs;

/// <summary>Approved labs, and the actor's own; site reviewers see all. By name.</summary>
public sealed record ListLabs : PagedQuery, IQuery<Page<LabListItem>>
{
    internal sealed class Validator : PagedValidator<ListLabs>;

    internal sealed class Handler(IChsDb db, ICurrentActor current, Maps maps) : IRequestHandler<ListLabs, Outcome<Page<LabListItem>>>
    {
        public async Task<Outcome<Page<LabListItem>>> Handle(ListLabs request, CancellationToken cancellationToken)
        {
            var (user, all) = (current.Actor?.Key ?? 0, current.Actor?.Rights.Has(LabRight.EditDetails) ?? false);
            var labs = db.Labs.AsNoTracking().Where(l => l.IsApproved || all || db.LabMemberships.Any(m => m.LabId == l.Id && m.UserId == user));
            if (request.After is { } after)
                labs = labs.Where(l => string.Compare(l.Name, after.Text) > 0 || (l.Name == after.Text && l.Id > after.Key));

            var rows = await labs.OrderBy(l => l.Name).ThenBy(l => l.Id).Take(request.Limit + 1).ProjectTo<LabListItem>(maps).ToListAsync(cancellationToken);
            return Pages.Of(rows, request.Limit, l => new Cursor(l.Name, l.Key), l => l);
        }
    }
}

/// <summary>A lab in a list.</summary>
/// <remarks>A class, not a record: AutoMapper 8 fails on the generic interface that records implement.</remarks>
public sealed class LabListItem
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
        public Map() => CreateMap<Lab, LabListItem>()
            .ForMember(item => item.Id, options => options.MapFrom(lab => lab.Uuid))
            .ForMember(item => item.Key, options => options.MapFrom(lab => lab.Id));
    }
}
