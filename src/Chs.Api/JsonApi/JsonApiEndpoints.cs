using System.Buffers;
using System.Text.Json;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Application.Studies;
using Chs.Domain;
using MediatR;

namespace Chs.Api.JsonApi;

/// <summary>The addresses of v1 and v2 that the runners use.</summary>
static class JsonApiEndpoints
{
    public static void MapJsonApi(this IEndpointRouteBuilder routes)
    {
        routes.MapJsonApiForAnybody("", new JsonApiOperation("GET", Root, JsonApiDescriptions.Root));
        routes.MapRunner("users/", new JsonApiOperation("GET", ListUsers, JsonApiDescriptions.ListUsers));
        routes.MapRunner("users/{id}/", new JsonApiOperation("GET", ReadUser, JsonApiDescriptions.ReadUser));
        routes.MapRunner(
            "users/{id}/children/",
            new JsonApiOperation("GET", ListChildrenOfUser, JsonApiDescriptions.ListChildrenOfUser)
        );
        routes.MapRunner(
            "users/{owner}/children/{id}/",
            new JsonApiOperation("GET", ReadChild, JsonApiDescriptions.ReadChildOfUser)
        );
        routes.MapRunner(
            "users/{id}/demographics/",
            new JsonApiOperation("GET", ListDemographicsOfUser, JsonApiDescriptions.ListDemographicsOfUser)
        );
        routes.MapRunner(
            "users/{owner}/demographics/{id}/",
            new JsonApiOperation("GET", ReadDemographics, JsonApiDescriptions.ReadDemographicsOfUser)
        );
        routes.MapRunner(
            "demographics/",
            new JsonApiOperation("GET", ListDemographics, JsonApiDescriptions.ListDemographics)
        );
        routes.MapRunner(
            "demographics/{id}/",
            new JsonApiOperation("GET", ReadDemographics, JsonApiDescriptions.ReadDemographics)
        );
        routes.MapRunner("studies/", new JsonApiOperation("GET", ListStudies, JsonApiDescriptions.ListStudies));
        routes.MapRunner("studies/{id}/", new JsonApiOperation("GET", ReadStudy, JsonApiDescriptions.ReadStudy));
        routes.MapRunner("children/", new JsonApiOperation("GET", ListChildren, JsonApiDescriptions.ListChildren));
        routes.MapRunner("children/{id}/", new JsonApiOperation("GET", ReadChild, JsonApiDescriptions.ReadChild));
        routes.MapRunner("labs/", new JsonApiOperation("GET", ListLabs, JsonApiDescriptions.ListLabs));
        routes.MapRunner("labs/{id}/", new JsonApiOperation("GET", ReadLab, JsonApiDescriptions.ReadLab));
        routes.MapRunner(
            "past-sessions/{id}/",
            new JsonApiOperation("GET", ListPastSessions, JsonApiDescriptions.ListPastSessions, IsBare: true)
        );
        routes.MapRunner(
            "studies/{id}/responses/",
            new JsonApiOperation("GET", ListResponsesOfStudy, JsonApiDescriptions.ListResponsesOfStudy),
            new JsonApiOperation("POST", CreateResponse, JsonApiDescriptions.CreateResponseOfStudy)
        );
        routes.MapRunner(
            "studies/{owner}/responses/{id}/",
            new JsonApiOperation("GET", ReadResponseOfStudy, JsonApiDescriptions.ReadResponseOfStudy),
            new JsonApiOperation(
                "PUT",
                http => SaveResponse(http, complete: true),
                JsonApiDescriptions.ReplaceResponseOfStudy
            ),
            new JsonApiOperation(
                "PATCH",
                http => SaveResponse(http, complete: false),
                JsonApiDescriptions.SaveResponseOfStudy
            )
        );
        routes.MapRunner(
            "responses/",
            new JsonApiOperation("GET", ListResponses, JsonApiDescriptions.ListResponses),
            new JsonApiOperation("POST", CreateResponse, JsonApiDescriptions.CreateResponse)
        );
        routes.MapRunner(
            "responses/{id}/",
            new JsonApiOperation("GET", ReadResponse, JsonApiDescriptions.ReadResponse),
            new JsonApiOperation(
                "PUT",
                http => SaveResponse(http, complete: true),
                JsonApiDescriptions.ReplaceResponse
            ),
            new JsonApiOperation("PATCH", http => SaveResponse(http, complete: false), JsonApiDescriptions.SaveResponse)
        );
        routes.MapFeedback();
        routes.MapVideo();
        routes.MapJsonApiFallback();
    }

    static Task ListStudies(HttpContext http) =>
        AnswerPageAsync(http, page => new ListStudiesForJsonApi(page), (json, study) => json.Study(study));

    static Task Root(HttpContext http) =>
        AnswerAsync(http, Outcome<bool>.Of(true), StatusCodes.Status200OK, (json, _) => json.Root());

    static Task ListUsers(HttpContext http) =>
        AnswerPageAsync(http, page => new ListUsersForJsonApi(page), (json, user) => json.User(user));

    static Task ReadUser(HttpContext http) =>
        AnswerAsync(http, id => new ReadUserForJsonApi(id), (json, user) => json.User(user));

    static Task ListDemographics(HttpContext http) =>
        AnswerPageAsync(
            http,
            page => new ListDemographicsForJsonApi(page, null, Ordering(http)),
            (json, snapshot) => json.Demographics(snapshot)
        );

    static Task ListDemographicsOfUser(HttpContext http) =>
        Id(http) is { } user
            ? AnswerPageAsync(
                http,
                page => new ListDemographicsForJsonApi(page, user, Ordering(http)),
                (json, snapshot) => json.Demographics(snapshot)
            )
            : JsonApiError.WriteAsync(http, JsonApiError.NotFound);

    static Task ReadDemographics(HttpContext http) =>
        AnswerOwnedAsync(
            http,
            (owner, id) => new ReadDemographicsForJsonApi(id, owner),
            (json, snapshot) => json.Demographics(snapshot)
        );

    static Task ListChildren(HttpContext http) =>
        AnswerPageAsync(
            http,
            page => new ListChildrenForJsonApi(page, null, Ordering(http)),
            (json, child) => json.Child(child)
        );

    static Task ListChildrenOfUser(HttpContext http) =>
        Id(http) is { } user
            ? AnswerPageAsync(
                http,
                page => new ListChildrenForJsonApi(page, user, Ordering(http)),
                (json, child) => json.Child(child)
            )
            : JsonApiError.WriteAsync(http, JsonApiError.NotFound);

    static Task ListLabs(HttpContext http) =>
        AnswerPageAsync(http, page => new ListLabsForJsonApi(page), (json, lab) => json.Lab(lab));

    static Task ReadLab(HttpContext http) =>
        AnswerAsync(http, id => new ReadLabForJsonApi(id), (json, lab) => json.Lab(lab));

    static Task ListResponses(HttpContext http)
    {
        if (!TryFilter(http, "child", out var child))
            return JsonApiError.WriteAsync(http, JsonApiError.NotAUuid("child"));
        if (!TryFilter(http, "study", out var study))
            return JsonApiError.WriteAsync(http, JsonApiError.NotAUuid("study"));
        return AnswerPageAsync(
            http,
            page => new ListSessions(page, child, study),
            (json, session) => json.Session(session, "responses")
        );
    }

    static Task ListResponsesOfStudy(HttpContext http)
    {
        if (Id(http) is not { } study)
            return JsonApiError.WriteAsync(http, JsonApiError.NotFound);
        if (!TryFilter(http, "child", out var child))
            return JsonApiError.WriteAsync(http, JsonApiError.NotAUuid("child"));
        return AnswerPageAsync(
            http,
            page => new ListSessionsOfStudy(study, page, child),
            (json, session) => json.Session(session, "responses")
        );
    }

    /// <returns>Whether the filter is absent (null) or an id.</returns>
    static bool TryFilter(HttpContext http, string name, out Guid? id)
    {
        id = null;
        if (http.Request.Query[name].LastOrDefault() is not { Length: > 0 } text)
            return true;
        if (!Guid.TryParse(text, out var guid))
            return false;
        id = guid;
        return true;
    }

    static Task ReadStudy(HttpContext http) =>
        AnswerAsync(http, id => new ReadStudyForJsonApi(id), (json, study) => json.Study(study));

    static Task ReadChild(HttpContext http) =>
        AnswerOwnedAsync(http, (owner, id) => new ReadChildForJsonApi(id, owner), (json, child) => json.Child(child));

    static Task ReadResponseOfStudy(HttpContext http) =>
        AnswerOwnedAsync(
            http,
            (study, id) => new ReadSessionOfStudy(study!.Value, id),
            (json, session) => json.Session(session, "responses")
        );

    static Task ReadResponse(HttpContext http) =>
        AnswerAsync(http, id => new ReadSession(id), (json, session) => json.Session(session, "responses"));

    static async Task ListPastSessions(HttpContext http)
    {
        var outcome = Id(http) is { } id
            ? await Mediator(http).Send(new ListPastSessions(id), http.RequestAborted)
            : Error.NotFound("response");
        await AnswerAsync(
            http,
            outcome,
            (json, writer, sessions) => WriteList(writer, sessions, session => json.Session(session, "past_sessions"))
        );
    }

    static Task SaveResponse(HttpContext http, bool complete) =>
        Id(http) is { } id
            ? WithDocumentAsync(
                http,
                body => ResponseDocument.Read(body, id, complete),
                async document =>
                {
                    var saved = await Mediator(http)
                        .Send(
                            new SaveResponse(id, document.Data, document.Flags, document.StudyId, document.ChildId)
                            {
                                FoundInStudyId = Id(http, "owner"),
                            },
                            http.RequestAborted
                        );
                    await AnswerAsync(http, saved, StatusCodes.Status200OK, (json, session) => json.Saved(session));
                }
            )
            : JsonApiError.WriteAsync(
                http,
                IsJson(http.Request.ContentType)
                    ? JsonApiError.NotFound
                    : JsonApiError.MediaType(http.Request.ContentType)
            );

    static Task CreateResponse(HttpContext http) =>
        WithDocumentAsync(
            http,
            ResponseDocument.ReadNew,
            async document =>
            {
                var created = await Mediator(http)
                    .Send(
                        new CreateResponse(
                            document.StudyId!.Value,
                            document.ChildId!.Value,
                            document.Data,
                            document.Flags
                        ),
                        http.RequestAborted
                    );
                await AnswerAsync(http, created, StatusCodes.Status201Created, (json, session) => json.Saved(session));
            }
        );

    /// <summary>Reads the body as a document and uses it, or answers what is wrong with it.</summary>
    internal static async Task WithDocumentAsync<T>(
        HttpContext http,
        Func<ReadOnlyMemory<byte>, (T? Document, IReadOnlyList<JsonApiError> Errors)> read,
        Func<T, Task> use
    )
        where T : class
    {
        if (!IsJson(http.Request.ContentType))
        {
            await JsonApiError.WriteAsync(http, JsonApiError.MediaType(http.Request.ContentType));
            return;
        }

        var (buffer, length) = await ReadBodyAsync(http.Request, http.RequestAborted);
        try
        {
            var (document, errors) = read(buffer.AsMemory(0, length));
            if (document is null)
                await JsonApiError.WriteAsync(http, errors);
            else
                await use(document);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Answers what came of a change, or why nothing did.</summary>
    internal static Task AnswerAsync<T>(
        HttpContext http,
        Outcome<T> outcome,
        int status,
        Action<JsonApiWriter, T> write
    ) => AnswerAsync(http, outcome, (json, _, value) => write(json, value), status);

    /// <summary>The whole body in a rented buffer: trials are cut out of it without copies.</summary>
    static async Task<(byte[] Buffer, int Length)> ReadBodyAsync(
        HttpRequest request,
        CancellationToken cancellationToken
    )
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((request.ContentLength ?? 4096) + 1, 4096, 1 << 20));
        var length = 0;
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0; )
            {
                length += read;
                if (length < buffer.Length)
                    continue;
                var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                buffer.CopyTo(larger, 0);
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = larger;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }

        return (buffer, length);
    }

    internal static async Task AnswerAsync<T>(
        HttpContext http,
        Func<Guid, IRequest<Outcome<T>>> request,
        Action<JsonApiWriter, T> write
    )
    {
        var outcome = Id(http) is { } id
            ? await Mediator(http).Send(request(id), http.RequestAborted)
            : Error.NotFound("resource");
        await AnswerAsync(http, outcome, StatusCodes.Status200OK, write);
    }

    /// <summary>The same for addresses that name whose resource it is before the resource. Without an owner in the address: null.</summary>
    static async Task AnswerOwnedAsync<T>(
        HttpContext http,
        Func<Guid?, Guid, IRequest<Outcome<T>>> request,
        Action<JsonApiWriter, T> write
    )
    {
        var owner = Id(http, "owner");
        var outcome =
            Id(http) is { } id && (owner is not null || !http.Request.RouteValues.ContainsKey("owner"))
                ? await Mediator(http).Send(request(owner, id), http.RequestAborted)
                : Error.NotFound("resource");
        await AnswerAsync(http, outcome, StatusCodes.Status200OK, write);
    }

    internal static async Task AnswerPageAsync<T>(
        HttpContext http,
        Func<PageNumber, IRequest<Outcome<NumberedPage<T>>>> request,
        Action<JsonApiWriter, T> write
    )
    {
        var asked = JsonApiPages.Asked(http.Request);
        var outcome = await Mediator(http).Send(request(asked), http.RequestAborted);
        await AnswerAsync(
            http,
            outcome,
            (json, writer, page) => WriteList(writer, page.Items, item => write(json, item)),
            writeLinks: (writer, page) => JsonApiPages.WriteLinks(writer, http.Request, asked, page.Count)
        );
    }

    /// <summary>The one way out: the value, or the refusal.</summary>
    static Task AnswerAsync<T>(
        HttpContext http,
        Outcome<T> outcome,
        Action<JsonApiWriter, Utf8JsonWriter, T> write,
        int status = StatusCodes.Status200OK,
        Action<Utf8JsonWriter, T>? writeLinks = null
    )
    {
        if (outcome.Failed)
            return JsonApiError.WriteAsync(http, JsonApiError.Of(outcome.Error));
        http.Response.StatusCode = status;
        return WriteAsync(
            http,
            (json, writer) => write(json, writer, outcome.Value),
            writer => writeLinks?.Invoke(writer, outcome.Value)
        );
    }

    static void WriteList<T>(Utf8JsonWriter writer, IReadOnlyList<T> items, Action<T> write)
    {
        writer.WriteStartArray();
        foreach (var item in items)
            write(item);
        writer.WriteEndArray();
    }

    static async Task WriteAsync(
        HttpContext http,
        Action<JsonApiWriter, Utf8JsonWriter> write,
        Action<Utf8JsonWriter> writeLinks
    )
    {
        http.Response.ContentType = JsonApiWriter.MediaType;
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter, JsonApiWriter.Options);
        var path = http.Request.Path.Value!;
        var root =
            $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{path[..path.IndexOf('/', "/api/".Length)]}";
        writer.WriteStartObject();
        writeLinks(writer);
        writer.WritePropertyName("data");
        var zone = http.RequestServices.GetRequiredService<SiteTimeZone>();
        write(new JsonApiWriter(writer, root, zone), writer);
        writer.WriteEndObject();
        await writer.FlushAsync(http.RequestAborted);
    }

    static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        if (type.IndexOf(';') is >= 0 and var end)
            type = type[..end];
        return type.Trim().Equals(JsonApiWriter.MediaType, StringComparison.OrdinalIgnoreCase);
    }

    internal static Guid? Id(HttpContext http, string name = "id") =>
        Guid.TryParse((string?)http.Request.RouteValues[name], out var id) ? id : null;

    static string? Ordering(HttpContext http) => http.Request.Query["ordering"].LastOrDefault();

    internal static IMediator Mediator(HttpContext http) => http.RequestServices.GetRequiredService<IMediator>();
}
