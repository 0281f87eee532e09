using Chs.Application.Responses;

namespace Chs.Api.JsonApi.Responses;

/// <summary>The addresses of responses in v1 and v2, with and without the study before them.</summary>
static class ResponseEndpoints
{
    /// <summary>Marks what a page sends for an earlier one that couldn't.</summary>
    const string UnsentHeader = "X-Unsent";

    public static void MapResponsesOfStudies(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi(
            "studies/{id}/responses/",
            new JsonApiOperation("GET", ListOfStudy, ResponseDescriptions.ListOfStudy) { IsForPlay = true },
            new JsonApiOperation("POST", Create, ResponseDescriptions.CreateOfStudy)
        );
        routes.MapJsonApi(
            "studies/{owner}/responses/{id}/",
            new JsonApiOperation("GET", ReadOfStudy, ResponseDescriptions.ReadOfStudy),
            new JsonApiOperation("PUT", http => Save(http, complete: true), ResponseDescriptions.ReplaceOfStudy),
            new JsonApiOperation("PATCH", http => Save(http, complete: false), ResponseDescriptions.SaveOfStudy)
        );
    }

    public static void MapResponses(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApi(
            "responses/",
            new JsonApiOperation("GET", List, ResponseDescriptions.List),
            new JsonApiOperation("POST", Create, ResponseDescriptions.Create) { IsForPlay = true }
        );
        routes.MapJsonApi(
            "responses/{id}/",
            new JsonApiOperation("GET", Read, ResponseDescriptions.Read) { IsForPlay = true },
            new JsonApiOperation("PUT", http => Save(http, complete: true), ResponseDescriptions.Replace)
            {
                IsForPlay = true,
            },
            new JsonApiOperation("PATCH", http => Save(http, complete: false), ResponseDescriptions.Save)
            {
                IsForPlay = true,
            }
        );
    }

    static Task List(HttpContext http)
    {
        if (!JsonApiRequest.TryFilter(http, "child", out var child))
            return JsonApiError.WriteAsync(http, JsonApiError.NotAUuid("child"));
        if (!JsonApiRequest.TryFilter(http, "study", out var study))
            return JsonApiError.WriteAsync(http, JsonApiError.NotAUuid("study"));
        return JsonApiHandler.ListAsync(http, page => new ListSessions(page, child, study), ResponseWriter.Write);
    }

    static Task ListOfStudy(HttpContext http)
    {
        if (JsonApiRequest.Id(http) is not { } study)
            return JsonApiError.WriteAsync(http, JsonApiError.NotFound);
        if (!JsonApiRequest.TryFilter(http, "child", out var child))
            return JsonApiError.WriteAsync(http, JsonApiError.NotAUuid("child"));
        return JsonApiHandler.ListAsync(
            http,
            page => new ListSessionsOfStudy(study, page, child),
            ResponseWriter.Write
        );
    }

    static Task Read(HttpContext http) =>
        JsonApiHandler.ReadAsync(http, id => new ReadSession(id), ResponseWriter.Write);

    static Task ReadOfStudy(HttpContext http) =>
        JsonApiHandler.ReadOwnedAsync(
            http,
            (study, id) => new ReadSessionOfStudy(study!.Value, id),
            ResponseWriter.Write
        );

    static Task Create(HttpContext http) =>
        JsonApiBody.UseAsync(
            http,
            ResponseDocument.ReadNew,
            async document =>
            {
                var request = new CreateResponse(
                    document.StudyId!.Value,
                    document.ChildId!.Value,
                    document.Data,
                    document.Flags
                )
                {
                    WantsPreview = document.IsPreview == true,
                };
                var created = await JsonApiRequest.Mediator(http).Send(request, http.RequestAborted);
                await JsonApiAnswer.WriteAsync(http, created, StatusCodes.Status201Created, ResponseWriter.WriteSaved);
            }
        );

    /// <param name="complete">Whether the document must hold every writable attribute.</param>
    static Task Save(HttpContext http, bool complete)
    {
        if (JsonApiRequest.Id(http) is not { } id)
            return RefuseIdAsync(http);
        return JsonApiBody.UseAsync(
            http,
            body => ResponseDocument.Read(body, id, complete),
            async document =>
            {
                var request = new SaveResponse(id, document.Data, document.Flags, document.StudyId, document.ChildId)
                {
                    AddressedStudyId = JsonApiRequest.Owner(http),
                    IsUnsent = http.Request.Headers.ContainsKey(UnsentHeader),
                };
                var saved = await JsonApiRequest.Mediator(http).Send(request, http.RequestAborted);
                await JsonApiAnswer.WriteAsync(http, saved, StatusCodes.Status200OK, ResponseWriter.WriteSaved);
            }
        );
    }

    /// <summary>A wrong media type is told before an id that can't be one.</summary>
    static Task RefuseIdAsync(HttpContext http) =>
        JsonApiError.WriteAsync(
            http,
            JsonApiRequest.HasJsonApiBody(http)
                ? JsonApiError.NotFound
                : JsonApiError.MediaType(http.Request.ContentType)
        );
}
