using System.Buffers;
using System.Text.Json;
using Chs.Application.Accounts;
using Chs.Application.Labs;
using Chs.Application.Pipeline;
using Chs.Application.Responses;
using Chs.Application.Studies;
using Chs.Domain;
using MediatR;

namespace Chs.Api.Runner;

/// <summary>The addresses of v1 and v2 that the runners use.</summary>
static class RunnerEndpoints
{
    public static void MapRunner(this IEndpointRouteBuilder routes)
    {
        routes.MapRunnerForAnybody("", new RunnerOperation("GET", Root, RunnerDocuments.Root));
        routes.MapRunner("users/", new RunnerOperation("GET", ListUsers, RunnerDocuments.ListUsers));
        routes.MapRunner("users/{id}/", new RunnerOperation("GET", ReadUser, RunnerDocuments.ReadUser));
        routes.MapRunner(
            "users/{id}/children/",
            new RunnerOperation("GET", ListChildrenOfUser, RunnerDocuments.ListChildrenOfUser)
        );
        routes.MapRunner(
            "users/{owner}/children/{id}/",
            new RunnerOperation("GET", ReadChild, RunnerDocuments.ReadChildOfUser)
        );
        routes.MapRunner(
            "users/{id}/demographics/",
            new RunnerOperation("GET", ListDemographicsOfUser, RunnerDocuments.ListDemographicsOfUser)
        );
        routes.MapRunner(
            "users/{owner}/demographics/{id}/",
            new RunnerOperation("GET", ReadDemographics, RunnerDocuments.ReadDemographicsOfUser)
        );
        routes.MapRunner(
            "demographics/",
            new RunnerOperation("GET", ListDemographics, RunnerDocuments.ListDemographics)
        );
        routes.MapRunner(
            "demographics/{id}/",
            new RunnerOperation("GET", ReadDemographics, RunnerDocuments.ReadDemographics)
        );
        routes.MapRunner("studies/", new RunnerOperation("GET", ListStudies, RunnerDocuments.ListStudies));
        routes.MapRunner("studies/{id}/", new RunnerOperation("GET", ReadStudy, RunnerDocuments.ReadStudy));
        routes.MapRunner("children/", new RunnerOperation("GET", ListChildren, RunnerDocuments.ListChildren));
        routes.MapRunner("children/{id}/", new RunnerOperation("GET", ReadChild, RunnerDocuments.ReadChild));
        routes.MapRunner("labs/", new RunnerOperation("GET", ListLabs, RunnerDocuments.ListLabs));
        routes.MapRunner("labs/{id}/", new RunnerOperation("GET", ReadLab, RunnerDocuments.ReadLab));
        routes.MapRunner(
            "past-sessions/{id}/",
            new RunnerOperation("GET", ListPastSessions, RunnerDocuments.ListPastSessions, IsBare: true)
        );
        routes.MapRunner(
            "studies/{id}/responses/",
            new RunnerOperation("GET", ListResponsesOfStudy, RunnerDocuments.ListResponsesOfStudy),
            new RunnerOperation("POST", CreateResponse, RunnerDocuments.CreateResponseOfStudy)
        );
        routes.MapRunner(
            "studies/{owner}/responses/{id}/",
            new RunnerOperation("GET", ReadResponseOfStudy, RunnerDocuments.ReadResponseOfStudy),
            new RunnerOperation(
                "PUT",
                http => SaveResponse(http, complete: true),
                RunnerDocuments.ReplaceResponseOfStudy
            ),
            new RunnerOperation(
                "PATCH",
                http => SaveResponse(http, complete: false),
                RunnerDocuments.SaveResponseOfStudy
            )
        );
        routes.MapRunner(
            "responses/",
            new RunnerOperation("GET", ListResponses, RunnerDocuments.ListResponses),
            new RunnerOperation("POST", CreateResponse, RunnerDocuments.CreateResponse)
        );
        routes.MapRunner(
            "responses/{id}/",
            new RunnerOperation("GET", ReadResponse, RunnerDocuments.ReadResponse),
            new RunnerOperation("PUT", http => SaveResponse(http, complete: true), RunnerDocuments.ReplaceResponse),
            new RunnerOperation("PATCH", http => SaveResponse(http, complete: false), RunnerDocuments.SaveResponse)
        );
        routes.MapFeedback();
        routes.MapVideo();
        routes.MapRunnerFallback();
    }

    static Task ListStudies(HttpContext http) =>
        AnswerPageAsync(http, page => new ListStudiesForRunner(page), (json, study) => json.Study(study));

    static Task Root(HttpContext http) =>
        AnswerAsync(http, Outcome<bool>.Of(true), StatusCodes.Status200OK, (json, _) => json.Root());

    static Task ListUsers(HttpContext http) =>
        AnswerPageAsync(http, page => new ListUsersForRunner(page), (json, user) => json.User(user));

    static Task ReadUser(HttpContext http) =>
        AnswerAsync(http, id => new ReadUserForRunner(id), (json, user) => json.User(user));

    static Task ListDemographics(HttpContext http) =>
        AnswerPageAsync(
            http,
            page => new ListDemographicsForRunner(page, null, Ordering(http)),
            (json, snapshot) => json.Demographics(snapshot)
        );

    static Task ListDemographicsOfUser(HttpContext http) =>
        Id(http) is { } user
            ? AnswerPageAsync(
                http,
                page => new ListDemographicsForRunner(page, user, Ordering(http)),
                (json, snapshot) => json.Demographics(snapshot)
            )
            : RunnerError.WriteAsync(http, RunnerError.NotFound);

    static Task ReadDemographics(HttpContext http) =>
        AnswerOwnedAsync(
            http,
            (owner, id) => new ReadDemographicsForRunner(id, owner),
            (json, snapshot) => json.Demographics(snapshot)
        );

    static Task ListChildren(HttpContext http) =>
        AnswerPageAsync(
            http,
            page => new ListChildrenForRunner(page, null, Ordering(http)),
            (json, child) => json.Child(child)
        );

    static Task ListChildrenOfUser(HttpContext http) =>
        Id(http) is { } user
            ? AnswerPageAsync(
                http,
                page => new ListChildrenForRunner(page, user, Ordering(http)),
                (json, child) => json.Child(child)
            )
            : RunnerError.WriteAsync(http, RunnerError.NotFound);

    static Task ListLabs(HttpContext http) =>
        AnswerPageAsync(http, page => new ListLabsForRunner(page), (json, lab) => json.Lab(lab));

    static Task ReadLab(HttpContext http) =>
        AnswerAsync(http, id => new ReadLabForRunner(id), (json, lab) => json.Lab(lab));

    static Task ListResponses(HttpContext http)
    {
        if (!TryFilter(http, "child", out var child))
            return RunnerError.WriteAsync(http, RunnerError.NotAUuid("child"));
        if (!TryFilter(http, "study", out var study))
            return RunnerError.WriteAsync(http, RunnerError.NotAUuid("study"));
        return AnswerPageAsync(
            http,
            page => new ListSessions(page, child, study),
            (json, session) => json.Session(session, "responses")
        );
    }

    static Task ListResponsesOfStudy(HttpContext http)
    {
        if (Id(http) is not { } study)
            return RunnerError.WriteAsync(http, RunnerError.NotFound);
        if (!TryFilter(http, "child", out var child))
            return RunnerError.WriteAsync(http, RunnerError.NotAUuid("child"));
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
        AnswerAsync(http, id => new ReadStudyForRunner(id), (json, study) => json.Study(study));

    static Task ReadChild(HttpContext http) =>
        AnswerOwnedAsync(http, (owner, id) => new ReadChildForRunner(id, owner), (json, child) => json.Child(child));

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
            : RunnerError.WriteAsync(
                http,
                IsJson(http.Request.ContentType)
                    ? RunnerError.NotFound
                    : RunnerError.MediaType(http.Request.ContentType)
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
        Func<ReadOnlyMemory<byte>, (T? Document, IReadOnlyList<RunnerError> Errors)> read,
        Func<T, Task> use
    )
        where T : class
    {
        if (!IsJson(http.Request.ContentType))
        {
            await RunnerError.WriteAsync(http, RunnerError.MediaType(http.Request.ContentType));
            return;
        }

        var (buffer, length) = await ReadBodyAsync(http.Request, http.RequestAborted);
        try
        {
            var (document, errors) = read(buffer.AsMemory(0, length));
            if (document is null)
                await RunnerError.WriteAsync(http, errors);
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
        Action<RunnerJson, T> write
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
        Action<RunnerJson, T> write
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
        Action<RunnerJson, T> write
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
        Action<RunnerJson, T> write
    )
    {
        var asked = RunnerPages.Asked(http.Request);
        var outcome = await Mediator(http).Send(request(asked), http.RequestAborted);
        await AnswerAsync(
            http,
            outcome,
            (json, writer, page) => WriteList(writer, page.Items, item => write(json, item)),
            writeLinks: (writer, page) => RunnerPages.WriteLinks(writer, http.Request, asked, page.Count)
        );
    }

    /// <summary>The one way out: the value, or the refusal.</summary>
    static Task AnswerAsync<T>(
        HttpContext http,
        Outcome<T> outcome,
        Action<RunnerJson, Utf8JsonWriter, T> write,
        int status = StatusCodes.Status200OK,
        Action<Utf8JsonWriter, T>? writeLinks = null
    )
    {
        if (outcome.Failed)
            return RunnerError.WriteAsync(http, RunnerError.Of(outcome.Error));
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
        Action<RunnerJson, Utf8JsonWriter> write,
        Action<Utf8JsonWriter> writeLinks
    )
    {
        http.Response.ContentType = RunnerJson.MediaType;
        if (HttpMethods.IsHead(http.Request.Method))
            return;
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter, RunnerJson.Options);
        var path = http.Request.Path.Value!;
        var root =
            $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{path[..path.IndexOf('/', "/api/".Length)]}";
        writer.WriteStartObject();
        writeLinks(writer);
        writer.WritePropertyName("data");
        write(new RunnerJson(writer, root), writer);
        writer.WriteEndObject();
        await writer.FlushAsync(http.RequestAborted);
    }

    static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        if (type.IndexOf(';') is >= 0 and var end)
            type = type[..end];
        return type.Trim().Equals(RunnerJson.MediaType, StringComparison.OrdinalIgnoreCase);
    }

    internal static Guid? Id(HttpContext http, string name = "id") =>
        Guid.TryParse((string?)http.Request.RouteValues[name], out var id) ? id : null;

    static string? Ordering(HttpContext http) => http.Request.Query["ordering"].LastOrDefault();

    internal static IMediator Mediator(HttpContext http) => http.RequestServices.GetRequiredService<IMediator>();
}
