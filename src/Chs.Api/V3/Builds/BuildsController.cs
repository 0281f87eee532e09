using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Chs.Api.Access;
using Chs.Application.Builds;
using Chs.Application.Paging;
using Chs.Application.Pipeline;
using Chs.Domain.Builds;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Chs.Api.V3.Builds;

/// <summary>Turning a study and a runner's commit into what families load.</summary>
[Route("api/v3"), Tags("Builds")]
public sealed class BuildsController(IMediator mediator) : V3Controller(mediator)
{
    /// <summary>Has a frameplayer study built.</summary>
    /// <remarks>
    /// The runner's commit is fixed now: the one that the study names, else the newest of the site's branch. A build of this study that still waits is superseded.
    /// The study goes on serving what it serves until the new files are complete.
    /// </remarks>
    /// <response code="201">The build, in state <c>requested</c>.</response>
    [
        HttpPost("studies/{studyId:guid}/builds", Name = "requestBuild"),
        Idempotent,
        ProducesResponseType<BuildView>(201),
        Problems(400, 401, 403, 404, 409, 412)
    ]
    public async Task<ActionResult<BuildView>> Order(Guid studyId, CancellationToken cancellationToken)
    {
        // Apart, so that no transaction waits for a code host.
        var runner = await Mediator.Send(new ResolveRunnerCommit(studyId), cancellationToken);
        return runner.Failed
            ? runner.Error.ToProblem(HttpContext)
            : await AnswerCreated(
                new RequestBuild(studyId, runner.Value),
                build => $"/api/v3/builds/{build.Id}",
                cancellationToken
            );
    }

    /// <summary>Lists the builds of a study, newest first.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of builds.</response>
    [
        HttpGet("studies/{studyId:guid}/builds", Name = "listBuilds"),
        ProducesResponseType<Page<BuildView>>(200),
        Problems(400, 401, 404)
    ]
    public Task<ActionResult<Page<BuildView>>> List(
        Guid studyId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) =>
        Answer(
            new ListBuilds
            {
                StudyId = studyId,
                Cursor = page.Cursor,
                Limit = page.Limit,
            },
            cancellationToken
        );

    /// <summary>Reads a build.</summary>
    /// <response code="200">Where it stands.</response>
    [HttpGet("builds/{id:guid}", Name = "getBuild"), ProducesResponseType<BuildView>(200), Problems(401, 404)]
    public Task<ActionResult<BuildView>> Read(Guid id, CancellationToken cancellationToken) =>
        Answer(new ReadBuild(id), cancellationToken);

    /// <summary>Stops a build.</summary>
    /// <remarks>One that waits never begins; one that runs is ended within seconds. Saying it again changes nothing.</remarks>
    /// <response code="200">The build, in state <c>cancelled</c>.</response>
    [
        HttpPut("builds/{id:guid}/cancellation", Name = "cancelBuild"),
        ProducesResponseType<BuildView>(200),
        Problems(401, 403, 404, 409, 412)
    ]
    public Task<ActionResult<BuildView>> Cancel(Guid id, CancellationToken cancellationToken) =>
        Answer(new CancelBuild(id), cancellationToken);

    /// <summary>Reads a build's log.</summary>
    /// <param name="id">The build.</param>
    /// <param name="from">Number of the first line: 0, or one more than the last that you have.</param>
    /// <param name="limit">Lines, 1…5000.</param>
    /// <response code="200">Lines, stages and states in order.</response>
    [
        HttpGet("builds/{id:guid}/log", Name = "getBuildLog"),
        ProducesResponseType<BuildProgress>(200),
        Problems(400, 401, 404)
    ]
    public Task<ActionResult<BuildProgress>> Log(
        Guid id,
        [FromQuery] int from = 0,
        [FromQuery] int limit = 1000,
        CancellationToken cancellationToken = default
    ) => Answer(new ReadBuildEvents(id, from, limit), cancellationToken);

    /// <summary>Follows a build while it runs.</summary>
    /// <remarks>
    /// Server-sent events: <c>event</c> is the kind (<c>state</c>, <c>stage</c>, <c>note</c>, <c>output</c>, <c>error</c>), <c>data</c> an object as in <c>getBuildLog</c>, <c>id</c> its number.
    /// A browser's EventSource goes on by itself where it was interrupted. After the last event of a build that has ended, an event <c>end</c> comes and the stream closes: close the EventSource then.
    /// </remarks>
    /// <param name="id">The build.</param>
    /// <param name="lastEventId">Number of the last event that you have.</param>
    /// <response code="200">A stream of events.</response>
    [
        HttpGet("builds/{id:guid}/events", Name = "followBuild"),
        ProducesResponseType<string>(200, "text/event-stream"),
        Problems(400, 401, 404)
    ]
    public async Task<ActionResult> Follow(
        Guid id,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        CancellationToken cancellationToken
    )
    {
        var from = int.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last + 1
            : 0;
        var first = await Mediator.Send(new ReadBuildEvents(id, from, 1000), cancellationToken);
        if (first.Failed)
            return first.Error.ToProblem(HttpContext);

        Response.ContentType = "text/event-stream";
        Response.Headers.CacheControl = "no-store";
        Response.Headers["X-Accel-Buffering"] = "no"; // a proxy that collects would make a log of it afterwards
        var json = HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        try
        {
            await SseFormatter.WriteAsync(
                EventsAsync(id, from, first.Value, cancellationToken),
                Response.Body,
                (item, buffer) =>
                {
                    using var writer = new Utf8JsonWriter(buffer);
                    JsonSerializer.Serialize(writer, item.Data, json);
                },
                cancellationToken
            );
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The browser went away.
        }

        return new EmptyResult();
    }

    async IAsyncEnumerable<SseItem<BuildEventView?>> EventsAsync(
        Guid id,
        int from,
        BuildProgress progress,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var quiet = 0;
        while (true)
        {
            foreach (var happened in progress.Events)
            {
                yield return new SseItem<BuildEventView?>(
                    happened,
                    JsonNamingPolicy.CamelCase.ConvertName(happened.Kind.ToString())
                )
                {
                    EventId = happened.Number.ToString(CultureInfo.InvariantCulture),
                };
                from = happened.Number + 1;
            }

            if (progress.IsAll)
            {
                yield return new SseItem<BuildEventView?>(null, "end");
                yield break;
            }

            await Response.Body.FlushAsync(cancellationToken);
            if (progress.Events.Count == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(400), cancellationToken);
                if (++quiet % 40 == 0)
                    await Response.Body.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken); // proxies hang up on silence
            }

            if (await ReadAfreshAsync(new ReadBuildEvents(id, from, 1000), cancellationToken) is not { } next)
                yield break;
            progress = next;
        }
    }

    /// <summary>In a scope of its own: rights that were taken while a stream runs end it.</summary>
    async Task<BuildProgress?> ReadAfreshAsync(ReadBuildEvents request, CancellationToken cancellationToken)
    {
        var who = HttpContext.RequestServices.GetRequiredService<RequestActor>();
        await using var scope = HttpContext.RequestServices.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<RequestActor>().SignIn(who.Actor!, who.By!.Value);
        var progress = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
        return progress.Failed ? null : progress.Value;
    }

    /// <summary>Lists the files that a build made.</summary>
    /// <param name="id">The build.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of files, by path.</response>
    [
        HttpGet("builds/{id:guid}/files", Name = "listBuildFiles"),
        ProducesResponseType<Page<BuildFileView>>(200),
        Problems(400, 401, 404)
    ]
    public Task<ActionResult<Page<BuildFileView>>> Files(
        Guid id,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) =>
        Answer(
            new ListBuildFiles
            {
                BuildId = id,
                Cursor = page.Cursor,
                Limit = page.Limit,
            },
            cancellationToken
        );

    /// <summary>Reads how a build was made.</summary>
    /// <remarks>An in-toto statement with a SLSA provenance predicate; its subjects are the files.</remarks>
    /// <response code="200">The statement.</response>
    [
        HttpGet("builds/{id:guid}/provenance", Name = "getBuildProvenance"),
        ProducesResponseType<JsonElement>(200),
        Problems(401, 404, 409)
    ]
    public Task<ActionResult> Provenance(Guid id, CancellationToken cancellationToken) =>
        Record(id, BuildRecord.Provenance, cancellationToken);

    /// <summary>Reads of which npm packages a build's runner consists.</summary>
    /// <remarks>A CycloneDX document.</remarks>
    /// <response code="200">The list.</response>
    [
        HttpGet("builds/{id:guid}/components", Name = "getBuildComponents"),
        ProducesResponseType<JsonElement>(200),
        Problems(401, 404, 409)
    ]
    public Task<ActionResult> Components(Guid id, CancellationToken cancellationToken) =>
        Record(id, BuildRecord.Components, cancellationToken);

    async Task<ActionResult> Record(Guid id, BuildRecord record, CancellationToken cancellationToken)
    {
        var found = await Mediator.Send(new ReadBuildRecord(id, record), cancellationToken);
        return found.Failed ? found.Error.ToProblem(HttpContext) : File(found.Value, "application/json");
    }
}
