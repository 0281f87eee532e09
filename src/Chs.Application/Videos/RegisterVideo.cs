using System.Text.Json.Serialization;
using Chs.Application.Idempotency;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Rules;
using Chs.Domain;
using Chs.Domain.Videos;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Videos;

/// <summary>Registers a video that a recorder has stored. The host authorises the call by its signature.</summary>
/// <param name="ReplayKey">
/// Key that may be used once, so that nobody can replay the call; null when the video's unique name is enough.
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

    internal sealed class Handler(IChsDb db, TimeProvider time) : IRequestHandler<RegisterVideo, Outcome<VideoView>>
    {
        /// <summary>Owner of keys that don't belong to an account.</summary>
        const long NoUser = 0;

        public async Task<Outcome<VideoView>> Handle(RegisterVideo request, CancellationToken cancellationToken)
        {
            var facts = request.Video;
            var now = time.GetUtcNow();
            if (request.ReplayKey is { } once)
            {
                if (await db.IdempotentRequests.AnyAsync(r => r.UserId == NoUser && r.Key == once, cancellationToken))
                    return VideoErrors.Replayed;
                db.IdempotentRequests.Add(IdempotentRequest.Of(NoUser, once, [], now));
            }

            var response = await db.Responses.SingleOrDefaultAsync(
                r => r.Uuid == request.ResponseId,
                cancellationToken
            );
            if (response is null)
                return Error.NotFound("response");
            var study = await db.Studies.SingleOrDefaultAsync(s => s.Uuid == request.StudyId, cancellationToken);
            if (study is null)
                return Error.NotFound("study");

            var video = Domain.Videos.Video.Register(study, response, facts, now);
            if (video.Failed)
                return video.Error;
            if (await db.Videos.AnyAsync(v => v.FullName == facts.FullName, cancellationToken))
                return VideoErrors.NameTaken;
            if (
                facts.PipeName is not null
                && await db.Videos.AnyAsync(v => v.PipeName == facts.PipeName, cancellationToken)
            )
                return VideoErrors.PipeNameTaken;
            db.Videos.Add(video.Value);
            return VideoView.Of(video.Value, study.Uuid, response.Uuid, study.Id, response.Id);
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

    internal static VideoView Of(Video video, Guid studyId, Guid responseId, long studyKey, long responseKey) =>
        new()
        {
            Id = video.Uuid,
            StudyId = studyId,
            ResponseId = responseId,
            FrameId = video.FrameId,
            FullName = video.FullName,
            PipeName = video.PipeName,
            PipeNumericId = video.PipeNumericId,
            RecordedAt = video.RecordedAt,
            IsConsentFootage = video.IsConsentFootage,
            StudyKey = studyKey,
            ResponseKey = responseKey,
        };
}
