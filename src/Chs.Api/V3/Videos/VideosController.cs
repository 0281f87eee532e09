using Chs.Application.Videos;
using Chs.Domain.Videos;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Chs.Api.V3.Videos;

/// <summary>Video recordings of sessions.</summary>
[Route("api/v3/videos"), Tags("Videos")]
public sealed class VideosController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Registers a video that a recorder has stored.</summary>
    /// <remarks>
    /// For the recorder's own program, which signs instead of logging in: `X-Chs-Timestamp` holds seconds since 1970,
    /// `X-Chs-Signature` the HMAC-SHA256 in lower-case hex, with the key of the setting `Videos:CallbackKey`, over
    /// method, path and time stamp, each followed by a line feed, and the body:
    /// `POST\n/api/v3/videos\n1767225600\n{…}`. A call is refused when its time is more than five minutes away from
    /// ours. Repeat it until it is answered: a video that is there already, with the same content, is answered again; the
    /// same name with another content is refused. A video of a session that the family has withdrawn is taken in only to
    /// be deleted, and isn't shown: the first call is answered as for any other, repetitions with `callback.replayed`.
    /// Footage of the consent is kept.
    /// </remarks>
    /// <param name="video">The video.</param>
    /// <response code="200">The video, which was registered before.</response>
    /// <response code="201">The video.</response>
    [
        HttpPost(Name = "registerVideo"),
        SignedCallback,
        Consumes("application/json"),
        ProducesResponseType<VideoView>(200),
        ProducesResponseType<VideoView>(201),
        Problems(400, 401, 403, 404, 409, 415)
    ]
    public async Task<ActionResult<VideoView>> Register(NewVideo video, CancellationToken cancellationToken)
    {
        var facts = new VideoFacts(
            video.FrameId,
            video.FullName,
            null,
            null,
            video.RecordedAt.ToUniversalTime(),
            video.IsConsentFootage
        );
        var once = SignedCallbackAttribute.OnceOf(HttpContext);
        var request = new RegisterVideo(video.StudyId, video.ResponseId, facts, once);
        var registered = await Mediator.Send(request, cancellationToken);
        if (registered.Failed)
            return Refused(registered.Error);
        var status = registered.Value.IsRepetition ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        return Answered(registered.Value, status);
    }
}

/// <summary>A video that a recorder has stored.</summary>
public sealed record NewVideo
{
    /// <summary>The study of the response.</summary>
    public required Guid StudyId { get; init; }

    public required Guid ResponseId { get; init; }

    /// <summary>Frame of the frameplayer, or <c>index-type</c> of the jsPsych trial; at most 255 characters.</summary>
    /// <example>1-video-consent</example>
    public required string FrameId { get; init; }

    /// <summary>Key of the object, unique; at most 255 characters.</summary>
    public required string FullName { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Whether the video shows the consent.</summary>
    public bool IsConsentFootage { get; init; }
}
