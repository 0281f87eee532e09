using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Application.Plays;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using Chs.Domain.Accounts;
using Chs.Domain.Plays;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>
/// Opens a session for one of the actor's children or, as a preview, for a test participant of the study, or resumes the
/// one that is open and still empty.
/// </summary>
/// <remarks>
/// At most one session of a child, study and kind is open: a new one closes the one before, which keeps its data.
/// The frameplayer opens its own sessions, so for its studies it is only checked that one may begin.
/// </remarks>
public sealed record StartResponse(Guid StudyId, Guid ChildId, bool Preview) : ICommand<StartedSession>, IOpenToFamilies
{
    /// <summary>
    /// Address of the site, to which the play leads back, when the browser that will play has no log-in there: it gets a
    /// start code. Null: it has one.
    /// </summary>
    public string? SiteForStartCode { get; init; }

    internal sealed class Handler(
        IChsDb db,
        ChildFinder children,
        StudyFinder studies,
        ResponseOpener opener,
        PlayTickets tickets,
        Actor actor
    ) : IRequestHandler<StartResponse, Outcome<StartedSession>>
    {
        public async Task<Outcome<StartedSession>> Handle(StartResponse request, CancellationToken cancellationToken)
        {
            var foundChild = await children.FindParticipantAsync(
                request.ChildId,
                request.StudyId,
                request.Preview,
                cancellationToken
            );
            if (foundChild.Failed)
                return foundChild.Error;
            var foundStudy = await studies.FindToStartAsync(request.StudyId, request.Preview, cancellationToken);
            if (foundStudy.Failed)
                return foundStudy.Error;

            var child = foundChild.Value;
            var study = foundStudy.Value;
            if (study.Type is StudyType.Frameplayer)
                return new StartedSession(study.Type, null, false) { Code = CodeFor(request, study, child) };
            var address = await ReadExternalUrlAsync(study, request.Preview, cancellationToken);
            if (study.Type is StudyType.External && address is null)
                return StudyErrors.NoAddress;
            var version = Response.VersionOf(study, request.Preview);
            var beginning = new NewSession(study, version, child, actor.Key, request.Preview);
            var (response, isResumed) = await opener.ResumeOrOpenAsync(beginning, cancellationToken);
            return new StartedSession(study.Type, StartedResponse.Of(response, study, child), isResumed)
            {
                Code = address is null ? CodeFor(request, study, child) : null,
                ExternalUrl = address is null
                    ? null
                    : ExternalStudyUrl.For(address, HashedIdOf(child, study), response.Uuid),
            };
        }

        IssuedTicket? CodeFor(StartResponse request, Study study, Child child)
        {
            if (request.SiteForStartCode is not { } site)
                return null;
            var pass = new PlayPass(actor.Key, study.Id, child.Id, request.Preview, actor.CredentialKey, site);
            return tickets.Issue(pass, browser: null);
        }

        /// <returns>Null for studies that run here, and for an external one without a web address.</returns>
        async Task<Uri?> ReadExternalUrlAsync(Study study, bool isPreview, CancellationToken cancellationToken)
        {
            if (study.Type is not StudyType.External)
                return null;
            var number = Response.VersionOf(study, isPreview);
            var address = await db
                .StudyVersions.Where(v => v.StudyId == study.Id && v.Number == number)
                .Select(v => v.ExternalUrl)
                .SingleAsync(cancellationToken);
            return ExternalStudyUrl.Parse(address);
        }

        static string HashedIdOf(Child child, Study study) =>
            HashedId.Of(child.Uuid, study.Uuid, study.Salt, study.HashDigits);
    }
}

/// <summary>What a family needs to begin a session.</summary>
/// <param name="Type">How the study is run.</param>
/// <param name="Response">The open session; null where the runner opens its own.</param>
/// <param name="IsResumed">Whether an open, empty session was resumed instead of a new one being created.</param>
public sealed record StartedSession(StudyType Type, StartedResponse? Response, bool IsResumed)
{
    /// <summary>External studies: where the family goes on; null for studies that run here.</summary>
    public Uri? ExternalUrl { get; init; }

    /// <summary>
    /// A start code for a browser without a log-in; null where none was asked for, and when the request is repeated.
    /// </summary>
    [ShownOnce]
    public IssuedTicket? Code { get; init; }
}

/// <summary>An open session.</summary>
public sealed record StartedResponse
{
    public required Guid Id { get; init; }
    public required Guid StudyId { get; init; }
    public required Guid ChildId { get; init; }
    public required bool IsPreview { get; init; }

    /// <summary>
    /// <c>Eligible</c>, or why the child doesn't meet the study's criteria: <c>Ineligible_TooYoung</c>,
    /// <c>Ineligible_TooOld</c>, <c>Ineligible_Participation</c>, <c>Ineligible_CriteriaExpression</c>. Families may take
    /// part in any case.
    /// </summary>
    /// <example>["Eligible"]</example>
    public required IReadOnlyList<string> Eligibility { get; init; }

    internal static StartedResponse Of(Response response, Study study, Child child) =>
        new()
        {
            Id = response.Uuid,
            StudyId = study.Uuid,
            ChildId = child.Uuid,
            IsPreview = response.IsPreview,
            Eligibility = response.Eligibility,
        };
}
