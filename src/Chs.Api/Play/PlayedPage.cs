using System.Text.Json;
using System.Text.Json.Serialization;
using Chs.Api.Access;
using Chs.Application.Plays;
using Chs.Domain.Studies;

namespace Chs.Api.Play;

/// <summary>What the pages of both runners begin with: what our script has to know about the play.</summary>
static class PlayedPage
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The tag with the settings. Our script reads it and takes it away before any study code runs.</summary>
    /// <param name="response">The session; null where the runner opens its own.</param>
    public static string SettingsFor(HttpContext http, PlayView play, Guid? response)
    {
        var actor = http.RequestServices.GetRequiredService<RequestActor>().Actor!;
        var grant = actor.Play!;
        var settings = new PageSettings
        {
            Response = response,
            Study = grant.StudyId,
            Participant = grant.ChildId,
            IsPreview = grant.IsPreview,
            Runner = play.Type is StudyType.JsPsych ? "jspsych" : "frameplayer",
            Person = play.Person,
            UnsentTag = play.UnsentTag,
            UnsentKey = play.UnsentKey,
            Contact = play.Contact,
            StudyName = play.StudyName,
            SiteUrl = PlayLayout.PagesOf(http),
            Experiment = response is { } id ? $"/play/experiment/{id}.js" : null,
        };
        // The serializer escapes what HTML would read as a tag.
        return $"""<script id="chs-play" type="application/json">{JsonSerializer.Serialize(settings, Json)}</script>""";
    }

    /// <summary>The settings, as src/player reads them.</summary>
    sealed record PageSettings
    {
        public required Guid? Response { get; init; }
        public required Guid Study { get; init; }
        public required Guid? Participant { get; init; }
        public required bool IsPreview { get; init; }
        public required string Runner { get; init; }
        public required string Person { get; init; }
        public required string UnsentTag { get; init; }
        public required byte[] UnsentKey { get; init; }
        public required string Contact { get; init; }
        public required string StudyName { get; init; }
        public required string SiteUrl { get; init; }
        public required string? Experiment { get; init; }
    }
}
