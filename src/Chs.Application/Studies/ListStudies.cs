using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Studies;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Studies;

/// <summary>Studies whose details the actor may read, archived ones excepted, by name.</summary>
public sealed record ListStudies : PagedQuery, IQuery<Page<StudyListItem>>
{
    /// <summary>Only studies that stand here.</summary>
    public StudyState? State { get; init; }

    /// <summary>Words that must all be in the name or the short description; case doesn't matter.</summary>
    /// <example>faces</example>
    public string? Match { get; init; }

    /// <summary>Only studies that you made.</summary>
    public bool Mine { get; init; }

    internal sealed class Validator : PagedValidator<ListStudies>
    {
        public Validator() => RuleFor(q => q.Match).MaximumLength(200).Must(Text.IsClean).WithErrorCode("invalid");
    }

    internal sealed class Handler(IChsDb db, Access access) : IRequestHandler<ListStudies, Outcome<Page<StudyListItem>>>
    {
        public async Task<Outcome<Page<StudyListItem>>> Handle(ListStudies request, CancellationToken cancellationToken)
        {
            if (access.Actor is null) return Error.Unauthenticated;
            var studies = db.Studies.AsNoTracking()
                .Where(await access.VisibleStudiesAsync(cancellationToken))
                .Where(s => s.State != StudyState.Archived);
            if (request.State is { } state) studies = studies.Where(s => s.State == state);
            if (request.Mine) studies = studies.Where(s => s.CreatorId == access.Actor.Key);
            foreach (var word in (request.Match ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                studies = studies.Where(s => s.Details.Name.ToLower().Contains(word) || s.Details.ShortDescription.ToLower().Contains(word));
            if (request.After is { } after)
                studies = studies.Where(s => string.Compare(s.Details.Name, after.Text) > 0 || (s.Details.Name == after.Text && s.Id > after.Key));

            var rows = await studies
                .OrderBy(s => s.Details.Name).ThenBy(s => s.Id)
                .Take(request.Limit + 1)
                .Select(s => new
                {
                    s.Id,
                    Item = new StudyListItem
                    {
                        Id = s.Uuid,
                        Name = s.Details.Name,
                        Type = s.Type,
                        State = s.State,
                        Since = s.StateChangedAt,
                        Lab = db.Labs.Where(l => l.Id == s.LabId).Select(l => l.Name).FirstOrDefault(),
                        CompletedResponses = db.Responses.Count(r => r.StudyId == s.Id && !r.IsPreview && r.CompletedConsentFrame && r.Completed),
                    },
                })
                .ToListAsync(cancellationToken);
            return Pages.Of(rows, request.Limit, row => new Cursor(row.Item.Name, row.Id), row => row.Item);
        }
    }
}

/// <summary>A study in a researcher's list.</summary>
public sealed record StudyListItem
{
    public required Guid Id { get; init; }

    /// <example>Faces and voices</example>
    public required string Name { get; init; }

    public required StudyType Type { get; init; }
    public required StudyState State { get; init; }
    public required DateTimeOffset? Since { get; init; }

    /// <example>Sunshine Lab</example>
    public required string? Lab { get; init; }

    /// <summary>Finished sessions with a completed consent frame; previews don't count.</summary>
    /// <example>17</example>
    public required int CompletedResponses { get; init; }
}
