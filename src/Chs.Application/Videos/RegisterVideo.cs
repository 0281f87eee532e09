using System.Text.Json.Serialization;
using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Responses;
using Chs.Domain.Studies;
using Chs.Domain.Videos;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Videos;

/// <summary>
/// Registers a video that a recorder has stored. The host authorises the call by its signature. What the family has withdrawn
/// meanwhile is taken in to be deleted: the answer is the same, but the video is never shown.
/// </summary>
/// <param name="ReplayKey">
/// Key of the call-back: a repetition is answered with the video that is there, and brings none back that was removed.
/// Null: a video that is there already is refused, as v1 does.
/// </param>
public sealed record RegisterVideo(Guid StudyId, Guid ResponseId, VideoFacts Video, string? ReplayKey = null)
    : ICommand<VideoView>,
        IAnonymous
{
    internal sealed class Validator : AbstractValidator<RegisterVideo>
    {
        public Validator()
        {
            RuleFor(x => x.Video.FullName).NotEmpty().MaximumLength(255).MustBeClean().OverridePropertyName("FullName");
            RuleFor(x => x.Video.FrameId).NotEmpty().MaximumLength(255).MustBeClean().OverridePropertyName("FrameId");
            RuleFor(x => x.Video.PipeName).MaximumLength(255).MustBeClean().OverridePropertyName("PipeName");
            RuleFor(x => x.Video.PipeName)
                .Must(name => name is null || name.Trim().Length > 0)
                .WithErrorCode("blank")
                .OverridePropertyName("PipeName");
        }
    }

    internal sealed class Handler(IChsDb db, ISessionLog log, FrameActions frames, TimeProvider time)
        : IRequestHandler<RegisterVideo, Outcome<VideoView>>
    {
        /// <summary>Owner of keys that don't belong to an account.</summary>
        const long NoUser = 0;

        public async Task<Outcome<VideoView>> Handle(RegisterVideo request, CancellationToken cancellationToken)
        {
            // Of two that arrive at the same moment, one waits and then finds the other's video.
            var response = await log.LockAsync(request.ResponseId, cancellationToken);
            if (response is null)
                return Error.NotFound("response");
            var study = await db.Studies.SingleOrDefaultAsync(s => s.Uuid == request.StudyId, cancellationToken);
            if (study is null)
                return Error.NotFound("study");

            var facts = request.Video;
            var now = time.GetUtcNow();
            var registered = Domain.Videos.Video.Register(study, response, facts, now);
            if (registered.Failed)
                return registered.Error;
            var there = await db.Videos.SingleOrDefaultAsync(v => v.FullName == facts.FullName, cancellationToken);
            if (request.ReplayKey is not null && there?.IsRepeatedBy(response, facts) == true)
                return VideoView.Of(there, study, response) with { IsRepetition = true };
            if (there is not null)
                return VideoErrors.NameTaken;
            if (await IsPipeNameTakenAsync(facts, cancellationToken))
                return VideoErrors.PipeNameTaken;
            if (request.ReplayKey is { } once && !await UseAsync(once, facts, now, cancellationToken))
                return VideoErrors.Replayed;
            return await EnterAsync(registered.Value, response, now, cancellationToken) is { } refusal
                ? refusal
                : VideoView.Of(registered.Value, study, response);
        }

        /// <summary>Enters a new video, or, when the family has withdrawn it, only the removal of its file.</summary>
        /// <returns>Null when it was entered.</returns>
        async Task<Error?> EnterAsync(
            Domain.Videos.Video video,
            Response response,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            if (!video.IsConsentFootage && await frames.IsConsentAsync(response, video.FrameId, cancellationToken))
                video.MarkAsConsent();
            if (video.IsConsentFootage || !ExitAnswers.Of(response.ExitAnswers).Withdrawn)
            {
                db.Videos.Add(video);
                return null;
            }

            if (await IsRemovedAsync(video.FullName, cancellationToken))
                return VideoErrors.NameTaken;
            db.VideoRemovals.Add(VideoRemoval.Of(video, response, now));
            return null;
        }

        Task<bool> IsRemovedAsync(string fullName, CancellationToken cancellationToken) =>
            db.VideoRemovals.AnyAsync(r => r.FullName == fullName, cancellationToken);

        async Task<bool> IsPipeNameTakenAsync(VideoFacts facts, CancellationToken cancellationToken) =>
            facts.PipeName is not null
            && await db.Videos.AnyAsync(v => v.PipeName == facts.PipeName, cancellationToken);

        /// <summary>Uses a call-back's key, so that nobody can bring a removed video back with it.</summary>
        /// <returns>False when the call-back, or another one of the same video, was received before the video's removal.</returns>
        async Task<bool> UseAsync(
            string once,
            VideoFacts facts,
            DateTimeOffset now,
            CancellationToken cancellationToken
        )
        {
            var isUsed = await db.IdempotentRequests.AnyAsync(
                r => r.UserId == NoUser && r.Key == once,
                cancellationToken
            );
            if (isUsed || await IsRemovedAsync(facts.FullName, cancellationToken))
                return false;
            db.IdempotentRequests.Add(IdempotentRequest.Of(NoUser, once, [], now));
            return true;
        }
    }
}

/// <summary>A video of a session.</summary>
public sealed record VideoView
{
    public required Guid Id { get; init; }
    public required Guid StudyId { get; init; }
    public required Guid ResponseId { get; init; }

    /// <summary>Id of the frameplayer's frame, or <c>index-type</c> of the jsPsych trial.</summary>
    /// <example>1-video-consent</example>
    public required string FrameId { get; init; }

    /// <summary>Key of the object that holds the video.</summary>
    public required string FullName { get; init; }

    /// <summary>Name given by the former recorder; null for the present one.</summary>
    public required string? PipeName { get; init; }

    /// <summary>Number given by the former recorder; null for the present one.</summary>
    public required int? PipeNumericId { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Whether the video shows the consent.</summary>
    public required bool IsConsentFootage { get; init; }

    /// <summary>Integer key, for v1 and v2.</summary>
    [JsonIgnore]
    public long StudyKey { get; init; }

    /// <summary>Integer key, for v1 and v2.</summary>
    [JsonIgnore]
    public long ResponseKey { get; init; }

    /// <summary>Whether the video was registered before.</summary>
    [JsonIgnore]
    public bool IsRepetition { get; init; }

    internal static VideoView Of(Video video, Study study, Response response) =>
        new()
        {
            Id = video.Uuid,
            StudyId = study.Uuid,
            ResponseId = response.Uuid,
            FrameId = video.FrameId,
            FullName = video.FullName,
            PipeName = video.PipeName,
            PipeNumericId = video.PipeNumericId,
            RecordedAt = video.RecordedAt,
            IsConsentFootage = video.IsConsentFootage,
            StudyKey = study.Id,
            ResponseKey = response.Id,
        };
}
