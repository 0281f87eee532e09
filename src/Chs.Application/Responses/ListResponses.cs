using System.Text.Json.Serialization;
using Chs.Application.Access;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Responses;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>A study's responses, newest first, without names. Reads header rows only, however much data they hold.</summary>
public sealed record ListResponses : PagedQuery, IQuery<Page<ResponseListItem>>, IWithinScope
{
    [JsonIgnore]
    public Guid StudyId { get; init; }

    /// <summary>Absent: responses that you may read, which are consented. Given: responses with a completed consent frame and this newest ruling, for whoever judges consent.</summary>
    public Ruling? Consent { get; init; }

    internal sealed class Validator : PagedValidator<ListResponses>;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ListResponses, Outcome<Page<ResponseListItem>>>
    {
        public async Task<Outcome<Page<ResponseListItem>>> Handle(
            ListResponses request,
            CancellationToken cancellationToken
        )
        {
            var scope = request.Consent is null
                ? await db.ReadableResponsesAsync(request.StudyId, access, cancellationToken)
                : await db.JudgeableResponsesAsync(request.StudyId, access, cancellationToken);
            if (scope.Failed)
                return scope.Error;

            var (study, responses) = scope.Value;
            if (request.Consent is { } ruling)
                responses = responses.Where(r => r.CompletedConsentFrame && r.Ruling == ruling);
            if (request.After is { } after)
                responses = responses.Where(r => r.Id < after.Key);

            var rows = await (
                from response in responses.AsNoTracking()
                join child in db.Children on response.ChildId equals child.Id
                join parent in db.Users on response.ParticipantId equals parent.Id
                orderby response.Id descending
                select new
                {
                    response,
                    Child = child.Uuid,
                    Parent = parent.Uuid,
                }
            )
                .Take(request.Limit + 1)
                .ToListAsync(cancellationToken);
            return Page.Create(
                rows,
                request.Limit,
                row => new Cursor("", row.response.Id),
                row => ResponseListItem.Of(row.response, study, row.Child, row.Parent)
            );
        }
    }
}

/// <summary>A response in a list, without names.</summary>
public sealed record ResponseListItem
{
    public required Guid Id { get; init; }

    /// <summary>The same for one child within this study, and nowhere else.</summary>
    /// <example>dYdURR</example>
    public required string HashedChildId { get; init; }

    /// <summary>The same for one parent within this study, and nowhere else.</summary>
    /// <example>4VTQAb</example>
    public required string HashedParticipantId { get; init; }

    public required bool IsPreview { get; init; }
    public required bool Completed { get; init; }
    public required bool CompletedConsentFrame { get; init; }
    public required Ruling Consent { get; init; }

    /// <summary>Trials or frames received.</summary>
    /// <example>12</example>
    public required int Entries { get; init; }

    /// <summary>Number of the protocol that the family saw.</summary>
    /// <example>1</example>
    public required int StudyVersion { get; init; }

    public required bool Withdrawn { get; init; }

    /// <example>["Eligible"]</example>
    public required IReadOnlyList<string> Eligibility { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ModifiedAt { get; init; }

    internal static ResponseListItem Of(Response response, Domain.Studies.Study study, Guid child, Guid parent) =>
        new()
        {
            Id = response.Uuid,
            HashedChildId = HashedId.Of(child, study.Uuid, study.Salt, study.HashDigits),
            HashedParticipantId = HashedId.Of(parent, study.Uuid, study.Salt, study.HashDigits),
            IsPreview = response.IsPreview,
            Completed = response.Completed,
            CompletedConsentFrame = response.CompletedConsentFrame,
            Consent = response.Ruling,
            Entries = response.EntryCount,
            StudyVersion = response.StudyVersion,
            Withdrawn = ExitAnswers.Of(response.ExitAnswers).Withdrawn,
            Eligibility = response.Eligibility,
            CreatedAt = response.CreatedAt,
            ModifiedAt = response.ModifiedAt,
        };
}
