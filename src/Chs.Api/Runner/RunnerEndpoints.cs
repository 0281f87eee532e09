using System.Buffers;
using System.Text.Json;
using Chs.Application.Accounts;
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
        routes.MapRunner("studies/{id}/", new RunnerOperation("GET", ReadStudy, RunnerDocuments.ReadStudy));
        routes.MapRunner("children/{id}/", new RunnerOperation("GET", ReadChild, RunnerDocuments.ReadChild));
        routes.MapRunner("past-sessions/{id}/", new RunnerOperation("GET", ListPastSessions, RunnerDocuments.ListPastSessions, HasHead: false));
        routes.MapRunner(
            "responses/{id}/",
            new RunnerOperation("GET", ReadResponse, RunnerDocuments.ReadResponse),
            new RunnerOperation("PUT", http => SaveResponse(http, complete: true), RunnerDocuments.ReplaceResponse),
            new RunnerOperation("PATCH", http => SaveResponse(http, complete: false), RunnerDocuments.SaveResponse));
        routes.MapRunnerFallback();
    }

    static Task ReadStudy(HttpContext http) =>
        AnswerAsync(http, id => new ReadStudyForRunner(id), (json, study) => json.Study(study));

    static Task ReadChild(HttpContext http) =>
        AnswerAsync(http, id => new ReadChildForRunner(id), (json, child) => json.Child(child));

    static Task ReadResponse(HttpContext http) =>
        AnswerAsync(http, id => new ReadSession(id), (json, session) => json.Session(session, "responses"));

    static async Task ListPastSessions(HttpContext http)
    {
        var outcome = Id(http) is { } id ? await Mediator(http).Send(new ListPastSessions(id), http.RequestAborted) : Error.NotFound("response");
        if (outcome.Failed)
        {
            await RunnerError.WriteAsync(http, RunnerError.Of(outcome.Error));
            return;
        }

        await WriteAsync(http, (json, writer) =>
        {
            writer.WriteStartArray();
            foreach (var session in outcome.Value) json.Session(session, "past_sessions");
            writer.WriteEndArray();
        });
    }

    static async Task SaveResponse(HttpContext http, bool complete)
    {
        if (!IsJson(http.Request.ContentType))
        {
            await RunnerError.WriteAsync(http, RunnerError.MediaType(http.Request.ContentType));
            return;
        }

        if (Id(http) is not { } id)
        {
            await RunnerError.WriteAsync(http, RunnerError.NotFound);
            return;
        }

        var (buffer, length) = await ReadBodyAsync(http.Request, http.RequestAborted);
        try
        {
            var (document, errors) = ResponseDocument.Read(buffer.AsMemory(0, length), id, complete);
            if (document is null)
            {
                await RunnerError.WriteAsync(http, errors);
                return;
            }

            var saved = await Mediator(http).Send(new SaveResponse(id, document.Data, document.Flags, document.StudyId, document.ChildId), http.RequestAborted);
            if (saved.Failed) await RunnerError.WriteAsync(http, RunnerError.Of(saved.Error));
            else await WriteAsync(http, (json, _) => json.Saved(saved.Value));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The whole body in a rented buffer: trials are cut out of it without copies.</summary>
    static async Task<(byte[] Buffer, int Length)> ReadBodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp((request.ContentLength ?? 4096) + 1, 4096, 1 << 20));
        var length = 0;
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0;)
            {
                length += read;
                if (length < buffer.Length) continue;
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

    static async Task AnswerAsync<T>(HttpContext http, Func<Guid, IRequest<Outcome<T>>> request, Action<RunnerJson, T> write)
    {
        var outcome = Id(http) is { } id ? await Mediator(http).Send(request(id), http.RequestAborted) : Error.NotFound("resource");
        if (outcome.Failed) await RunnerError.WriteAsync(http, RunnerError.Of(outcome.Error));
        else await WriteAsync(http, (json, _) => write(json, outcome.Value));
    }

    static async Task WriteAsync(HttpContext http, Action<RunnerJson, Utf8JsonWriter> write)
    {
        http.Response.ContentType = RunnerJson.MediaType;
        if (HttpMethods.IsHead(http.Request.Method)) return;
        await using var writer = new Utf8JsonWriter(http.Response.BodyWriter, RunnerJson.Options);
        var path = http.Request.Path.Value!;
        var root = $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}{path[..path.IndexOf('/', "/api/".Length)]}";
        writer.WriteStartObject();
        writer.WritePropertyName("data");
        write(new RunnerJson(writer, root), writer);
        writer.WriteEndObject();
        await writer.FlushAsync(http.RequestAborted);
    }

    static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        if (type.IndexOf(';') is >= 0 and var end) type = type[..end];
        type = type.Trim();
        return type.Equals(RunnerJson.MediaType, StringComparison.OrdinalIgnoreCase) || type.Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }

    static Guid? Id(HttpContext http) => Guid.TryParse((string?)http.Request.RouteValues["id"], out var id) ? id : null;

    static IMediator Mediator(HttpContext http) => http.RequestServices.GetRequiredService<IMediator>();
}
