namespace Chs.Api.JsonApi.Videos;

/// <summary>What the OpenAPI document says about videos in v1 and v2.</summary>
static class VideoDescriptions
{
    public static readonly JsonApiDescription Register = JsonApiDescription.OfOne<VideoAttributes>(
        "registerVideo",
        "Takes note of a video that a recorder stored.",
        "Signed instead of logged in: HMAC-SHA256 over the attributes as compact ASCII JSON, in the order sent, "
            + "with the key of the setting `Videos:CallbackKey`."
    ) with
    {
        Status = StatusCodes.Status201Created,
        Body = typeof(JsonApiNewVideo),
        NeedsLogIn = false,
        SignatureHeader = VideoEndpoints.SignatureHeader,
        Refusals = [401, 406],
        InputRefusals = [400, 409, 413, 415],
    };
}
