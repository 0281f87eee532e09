using Chs.Api.Access;
using Chs.Application.Site;
using Chs.Application.Videos;
using Chs.Domain;
using Chs.Domain.Videos;

namespace Chs.Api.JsonApi;

/// <summary>The call-back of v1 and v2 with which recorders announce films. Nobody is logged in: the signature proves who calls.</summary>
static class VideoEndpoints
{
    const string SignatureHeader = "X-AWS-LAMBDA-HMAC-SIG";

    public static void MapVideo(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApiForAnybody(
            "video/",
            new JsonApiOperation("POST", Register, JsonApiDescriptions.RegisterVideo, IsBare: true)
        );
        // The webhook of recorders before today's. Its films lie where we can't reach them: said plainly, nothing is taken and lost.
        routes
            .Map(
                "/exp/renamevideo/",
                http =>
                {
                    http.Response.StatusCode = StatusCodes.Status501NotImplemented;
                    http.Response.ContentType = "text/plain; charset=utf-8";
                    return http.Response.WriteAsync(
                        "This site doesn't take recordings of the Pipe service yet: nothing was stored or renamed. Keep the file, and announce it with a signed call to /api/v2/video/.\n",
                        http.RequestAborted
                    );
                }
            )
            .ExcludeFromDescription();
    }

    static Task Register(HttpContext http)
    {
        var sent = http.Request.Headers[SignatureHeader].ToString();
        if (sent.Length == 0)
            return JsonApiError.WriteAsync(http, JsonApiError.Unsigned("No HMAC signature found in request header."));
        return JsonApiEndpoints.WithDocumentAsync(
            http,
            VideoDocument.Read,
            async document =>
            {
                if (!http.RequestServices.GetRequiredService<CallbackSignature>().IsRight(sent, document.SignedText()))
                {
                    await JsonApiError.WriteAsync(http, JsonApiError.Unsigned("HMAC signatures do not match."));
                    return;
                }

                var zone = http.RequestServices.GetRequiredService<SiteTimeZone>();
                var (facts, errors) = document.Facts(zone);
                if (facts is null)
                {
                    await JsonApiError.WriteAsync(http, errors);
                    return;
                }

                var registered = await JsonApiEndpoints
                    .Mediator(http)
                    .Send(new RegisterVideo(document.StudyId, document.ResponseId, facts), http.RequestAborted);
                if (registered is { Failed: true, Error: var error } && ErrorOf(error) is { } own)
                    await JsonApiError.WriteAsync(http, own);
                else
                    await JsonApiEndpoints.AnswerAsync(
                        http,
                        registered,
                        StatusCodes.Status201Created,
                        (json, video) => json.Video(video)
                    );
            }
        );
    }

    /// <summary>Where this call-back answers otherwise than the rest of the contract: what it names is part of the document.</summary>
    static JsonApiError? ErrorOf(Error error) =>
        error switch
        {
            _ when error == VideoErrors.NameTaken => JsonApiError.Attribute(
                "full_name",
                "unique",
                "This field must be unique."
            ),
            _ when error == VideoErrors.PipeNameTaken => JsonApiError.Attribute(
                "pipe_name",
                "unique",
                "This field must be unique."
            ),
            _ when error == VideoErrors.OfAnotherStudy => new JsonApiError(
                400,
                "invalid",
                error.Message,
                "/data/relationships/response"
            ),
            { Kind: ErrorKind.NotFound } => new JsonApiError(
                400,
                "does_not_exist",
                error.Message,
                $"/data/relationships/{error.Code.Split('.')[0]}"
            ),
            _ => null,
        };
}
