using Chs.Application.Accounts;
using Chs.Application.Pipeline;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;

namespace Chs.Application.Responses;

/// <summary>Opens a session for one of the actor's children, or resumes the one that is open and still empty.</summary>
/// <remarks>
/// At most one session of a child, study and kind is open: a new one closes the one before, which keeps its data.
/// </remarks>
public sealed record StartResponse(Guid StudyId, Guid ChildId, bool Preview) : ICommand<StartedResponse>
{
    /// <summary>How long after its creation an empty session is resumed.</summary>
    static readonly TimeSpan ResumedWithin = TimeSpan.FromHours(24);

    internal sealed class Handler(ChildFinder children, StudyFinder studies, ResponseOpener opener, TimeProvider time)
        : IRequestHandler<StartResponse, Outcome<StartedResponse>>
    {
        public async Task<Outcome<StartedResponse>> Handle(StartResponse request, CancellationToken cancellationToken)
        {
            var foundChild = await children.FindOwnAsync(request.ChildId, cancellationToken);
            if (foundChild.Failed)
                return foundChild.Error;
            var foundStudy = await studies.FindStartableAsync(request.StudyId, request.Preview, cancellationToken);
            if (foundStudy.Failed)
                return foundStudy.Error;

            var child = foundChild.Value;
            var study = foundStudy.Value;
            var now = time.GetUtcNow();
            var open = await opener.FindOpenAsync(study, child, request.Preview, cancellationToken);
            if (open is not null && MayResume(open, study, request.Preview, now))
                return StartedResponse.Of(open, study.Uuid, child.Uuid, resumed: true);
            var response = await opener.OpenAsync(study, child, request.Preview, open, now, cancellationToken);
            return StartedResponse.Of(response, study.Uuid, child.Uuid, resumed: false);
        }

        static bool MayResume(Response open, Study study, bool isPreview, DateTimeOffset now) =>
            open is { EntryCount: 0, Completed: false }
            && open.StudyVersion == Response.VersionOf(study, isPreview)
            && now - open.CreatedAt < ResumedWithin;
    }
}

/// <summary>An open session.</summary>
public sealed record StartedResponse
{
    public required Guid Id { get; init; }
    public required Guid StudyId { get; init; }
    public required Guid ChildId { get; init; }
    public required bool IsPreview { get; init; }

    /// <summary>Whether the child meets the study's criteria. Families may take part in any case.</summary>
    /// <example>["Eligible"]</example>
    public required IReadOnlyList<string> Eligibility { get; init; }

    /// <summary>Whether an open, empty session was resumed instead of a new one being created.</summary>
    public required bool Resumed { get; init; }

    internal static StartedResponse Of(Response response, Guid studyId, Guid childId, bool resumed) =>
        new()
        {
            Id = response.Uuid,
            StudyId = studyId,
            ChildId = childId,
            IsPreview = response.IsPreview,
            Eligibility = response.Eligibility,
            Resumed = resumed,
        };
}
