using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>Takes part: opens a session of one of the actor's children, or takes up the one that is open and still empty.</summary>
/// <remarks>At most one session of a child, study and kind is open: a new one closes the one before, whose data stay.</remarks>
public sealed record StartResponse(Guid StudyId, Guid ChildId, bool Preview) : ICommand<StartedResponse>
{
    /// <summary>How long an empty session is taken up again.</summary>
    static readonly TimeSpan ResumedWithin = TimeSpan.FromHours(24);

    internal sealed class Handler(
        IChsDb db,
        AccessControl access,
        ICurrentActor current,
        SiteTimeZone zone,
        TimeProvider time
    ) : IRequestHandler<StartResponse, Outcome<StartedResponse>>
    {
        public async Task<Outcome<StartedResponse>> Handle(StartResponse request, CancellationToken cancellationToken)
        {
            var found = await db.FindOwnChildAsync(request.ChildId, current, cancellationToken);
            if (found.Failed)
                return found.Error;
            var (child, now) = (found.Value, time.GetUtcNow());

            var study = await db.Studies.SingleOrDefaultAsync(s => s.Uuid == request.StudyId, cancellationToken);
            if (study is null || study.State is StudyState.Archived)
                return Error.NotFound("study");
            if (request.Preview && !await access.MayPreviewAsync(study, cancellationToken))
                return Error.NotFound("study");
            if (!request.Preview && study.State is not StudyState.Active)
                return await access.MayLookAsync(study, cancellationToken)
                    ? StudyErrors.NotActive
                    : Error.NotFound("study");

            var open = await db.FindOpenAsync(study, child, request.Preview, cancellationToken);
            if (
                open is { EntryCount: 0, Completed: false }
                && open.StudyVersion == OpenResponses.VersionOf(study, request.Preview)
                && now - open.CreatedAt < ResumedWithin
            )
                return StartedResponse.Of(open, study.Uuid, child.Uuid, resumed: true);
            return StartedResponse.Of(
                await db.OpenResponseAsync(
                    study,
                    child,
                    request.Preview,
                    open,
                    zone.Today(now),
                    now,
                    cancellationToken
                ),
                study.Uuid,
                child.Uuid,
                resumed: false
            );
        }
    }
}

/// <summary>An open session.</summary>
public sealed record StartedResponse
{
    public required Guid Id { get; init; }
    public required Guid StudyId { get; init; }
    public required Guid ChildId { get; init; }
    public required bool IsPreview { get; init; }

    /// <summary>Whether the child fits; families that don't may take part all the same.</summary>
    /// <example>["Eligible"]</example>
    public required IReadOnlyList<string> Eligibility { get; init; }

    /// <summary>Whether an open, empty session was taken up instead of making one.</summary>
    public required bool Resumed { get; init; }

    internal static StartedResponse Of(Response response, Guid study, Guid child, bool resumed) =>
        new()
        {
            Id = response.Uuid,
            StudyId = study,
            ChildId = child,
            IsPreview = response.IsPreview,
            Eligibility = response.Eligibility,
            Resumed = resumed,
        };
}
