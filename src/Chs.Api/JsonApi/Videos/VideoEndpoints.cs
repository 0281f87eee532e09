using Chs.Api.Access;
using Chs.Application.Site;
using Chs.Application.Videos;
using Chs.Domain;
using Chs.Domain.Videos;

namespace Chs.Api.JsonApi.Videos;

/// <summary>The callback of v1 and v2 with which recorders announce videos. A signature takes the place of a log-in.</summary>
static class VideoEndpoints
{
    public const string SignatureHeader = "X-AWS-LAMBDA-HMAC-SIG";

    public static void MapVideos(this IEndpointRouteBuilder routes)
    {
        routes.MapPublicJsonApi(
            "video/",
            new JsonApiOperation("POST", Register, VideoDescriptions.Register, IsBare: true)
        );
        routes.MapOldRecorder();
    }

    static Task Register(HttpContext http)
    {
        var signature = http.Request.Headers[SignatureHeader].ToString();
        return signature.Length == 0
            ? JsonApiError.WriteAsync(http, JsonApiError.Unsigned("No HMAC signature found in request header."))
            : JsonApiBody.UseAsync(http, VideoDocument.Read, document => RegisterAsync(http, document, signature));
    }

    static async Task RegisterAsync(HttpContext http, VideoDocument document, string signature)
    {
        var callback = http.RequestServices.GetRequiredService<CallbackSignature>();
        if (!callback.IsRight(signature, document.SignedText()))
        {
            await JsonApiError.WriteAsync(http, JsonApiError.Unsigned("HMAC signatures do not match."));
            return;
        }

        var (facts, errors) = VideoFactsReader.Read(
            document.Attributes,
            http.RequestServices.GetRequiredService<SiteTimeZone>()
        );
        if (facts is null)
        {
            await JsonApiError.WriteAsync(http, errors);
            return;
        }

        var request = new RegisterVideo(document.StudyId, document.ResponseId, facts);
        var registered = await JsonApiRequest.Mediator(http).Send(request, http.RequestAborted);
        if (registered.Failed && ErrorOf(registered.Error) is { } error)
            await JsonApiError.WriteAsync(http, error);
        else
            await JsonApiAnswer.WriteAsync(http, registered, StatusCodes.Status201Created, VideoWriter.Write);
    }

    /// <summary>Errors that this callback answers otherwise than the rest of the contract: what the document names is part of it.</summary>
    /// <returns>Null for all others.</returns>
    static JsonApiError? ErrorOf(Error error)
    {
        if (error == VideoErrors.NameTaken)
            return JsonApiError.Attribute("full_name", "unique", "This field must be unique.");
        if (error == VideoErrors.PipeNameTaken)
            return JsonApiError.Attribute("pipe_name", "unique", "This field must be unique.");
        if (error == VideoErrors.OfAnotherStudy)
            return new JsonApiError(400, "invalid", error.Message, "/data/relationships/response");
        if (error.Kind is not ErrorKind.NotFound)
            return null;
        var relationship = error.Code.Split('.')[0];
        return new JsonApiError(400, "does_not_exist", error.Message, $"/data/relationships/{relationship}");
    }
}
