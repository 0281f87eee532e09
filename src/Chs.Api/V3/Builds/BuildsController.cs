using System.Buffers;
using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Chs.Api.Access;
using Chs.Application.Builds;
using Chs.Application.Paging;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Chs.Api.V3.Builds;

/// <summary>Builds make the files that families load from a study and a commit of an experiment runner.</summary>
[Route("api/v3"), Tags("Builds")]
public sealed class BuildsController(IMediator mediator) : V3Controller(mediator)
{
    const int EventsAtOnce = 1000;

    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(400);

    /// <summary>After 16 seconds without an event a comment is sent.</summary>
    const int PollsBetweenComments = 40;

    /// <summary>Requests a build of a frameplayer study.</summary>
    /// <remarks>
    /// The runner's commit is fixed now: the one that the study names, else the newest of the site's branch. A waiting
    /// build of the same study is superseded. The study keeps serving its present files until the new ones are
    /// complete.
    /// </remarks>
    /// <response code="201">The build, in state <c>requested</c>.</response>
    [
        HttpPost("studies/{studyId:guid}/builds", Name = "requestBuild"),
        Idempotent,
        ProducesResponseType<BuildView>(201),
        Problems(400, 401, 403, 404, 409, 412, 503)
    ]
    public Task<ActionResult<BuildView>> Order(Guid studyId, CancellationToken cancellationToken) =>
        AnswerCreated(new RequestBuild(studyId), build => $"/api/v3/builds/{build.Id}", cancellationToken);

    /// <summary>Lists the builds of a study, newest first.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of builds.</response>
    [
        HttpGet("studies/{studyId:guid}/builds", Name = "listBuilds"),
        ProducesResponseType<Page<BuildView>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<BuildView>>> List(
        Guid studyId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListBuilds { StudyId = studyId }), cancellationToken);

    /// <summary>Reads a build.</summary>
    /// <response code="200">The build.</response>
    [
        HttpGet("builds/{buildId:guid}", Name = "getBuild"),
        ProducesResponseType<BuildView>(200),
        Problems(401, 403, 404)
    ]
    public Task<ActionResult<BuildView>> Read(Guid buildId, CancellationToken cancellationToken) =>
        Answer(new ReadBuild(buildId), cancellationToken);

    /// <summary>Cancels a build.</summary>
    /// <remarks>
    /// A waiting build never starts; a running one ends within seconds. Cancelling again changes nothing.
    /// </remarks>
    /// <response code="200">The build, in state <c>cancelled</c>.</response>
    [
        HttpPut("builds/{buildId:guid}/cancellation", Name = "cancelBuild"),
        ProducesResponseType<BuildView>(200),
        Problems(401, 403, 404, 409, 412)
    ]
    public Task<ActionResult<BuildView>> Cancel(Guid buildId, CancellationToken cancellationToken) =>
        Answer(new CancelBuild(buildId), cancellationToken);

    /// <summary>Reads a build's log.</summary>
    /// <param name="buildId">The build.</param>
    /// <param name="fromNumber">Number of the first event: 0, or one more than that of the last that you have.</param>
    /// <param name="limit">Events, 1…5000.</param>
    /// <response code="200">Lines of output, steps and states, in order.</response>
    [
        HttpGet("builds/{buildId:guid}/log", Name = "getBuildLog"),
        ProducesResponseType<BuildProgress>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<BuildProgress>> Log(
        Guid buildId,
        [FromQuery] int fromNumber = 0,
        [FromQuery] int limit = 1000,
        CancellationToken cancellationToken = default
    ) => Answer(new ReadBuildEvents(buildId, fromNumber, limit), cancellationToken);

    /// <summary>Follows a build while it runs.</summary>
    /// <remarks>
    /// Server-sent events: <c>event</c> is the kind (<c>state</c>, <c>stage</c>, <c>note</c>, <c>output</c>,
    /// <c>error</c>), <c>data</c> an object as in <c>getBuildLog</c>, <c>id</c> its number. After an interruption a
    /// browser's EventSource continues by itself. When a build has ended, the event <c>end</c> repeats the last one,
    /// and the stream closes: close the EventSource then. An unknown number begins the stream anew.
    /// </remarks>
    /// <param name="buildId">The build.</param>
    /// <param name="lastEventId">Number of the last event that you have.</param>
    /// <response code="200">A stream of events.</response>
    [
        HttpGet("builds/{buildId:guid}/events", Name = "followBuild"),
        Streamed,
        ProducesResponseType<BuildEventView>(200, "text/event-stream"),
        Problems(400, 401, 403, 404)
    ]
    public async Task<ActionResult> Follow(
        Guid buildId,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventId,
        CancellationToken cancellationToken
    )
    {
        var hasLast = int.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var last);
        // Begins with the event that the client has: a build's end repeats it.
        var first = await Mediator.Send(new ReadBuildEvents(buildId, last, EventsAtOnce), cancellationToken);
        if (first.Failed)
            return Refused(first.Error);
        var isKnown = hasLast && first.Value.Events is not [];
        var from = isKnown ? last + 1 : 0;

        Response.ContentType = "text/event-stream";
        Response.Headers.CacheControl = "no-store";
        // nginx would collect the stream and send it at its end.
        Response.Headers["X-Accel-Buffering"] = "no";
        var events = EventsAsync(buildId, from, first.Value, cancellationToken);
        try
        {
            await SseFormatter.WriteAsync(events, Response.Body, WriteData, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The browser went away.
        }

        return new EmptyResult();
    }

    void WriteData(SseItem<BuildEventView> item, IBufferWriter<byte> buffer)
    {
        var json = HttpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value;
        using var writer = new Utf8JsonWriter(buffer);
        JsonSerializer.Serialize(writer, item.Data, json.JsonSerializerOptions);
    }

    async IAsyncEnumerable<SseItem<BuildEventView>> EventsAsync(
        Guid buildId,
        int from,
        BuildProgress progress,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        BuildEventView? last = null;
        var silentPolls = 0;
        while (true)
        {
            foreach (var item in progress.Events)
            {
                last = item;
                if (item.Number < from)
                    continue;
                yield return ItemOf(item);
                from = item.Number + 1;
            }

            // Nothing was read yet of a build in which the client's number is unknown.
            if (progress.IsAll && last is not null)
            {
                yield return new SseItem<BuildEventView>(last, "end");
                yield break;
            }

            await Response.Body.FlushAsync(cancellationToken);
            if (progress.Events.Count == 0)
            {
                await Task.Delay(PollInterval, cancellationToken);
                silentPolls++;
                // Proxies close a connection that stays silent.
                if (silentPolls % PollsBetweenComments == 0)
                    await Response.Body.WriteAsync(": still here\n\n"u8.ToArray(), cancellationToken);
            }

            var request = new ReadBuildEvents(buildId, from, EventsAtOnce);
            if (await ReadInNewScopeAsync(request, cancellationToken) is not { } next)
                yield break;
            progress = next;
        }
    }

    static SseItem<BuildEventView> ItemOf(BuildEventView item) =>
        new(item, JsonNamingPolicy.CamelCase.ConvertName(item.Kind.ToString()))
        {
            EventId = item.Number.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>
    /// A new scope finds out anew who asks and what they may, so that the stream ends with the log-in, the key, the account
    /// or the right.
    /// </summary>
    /// <returns>Null when the caller may not read the build any more.</returns>
    async Task<BuildProgress?> ReadInNewScopeAsync(ReadBuildEvents request, CancellationToken cancellationToken)
    {
        await using var scope = HttpContext.RequestServices.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<RequestActor>();
        await scope.ServiceProvider.GetRequiredService<RequestAuthentication>().RunAsync(HttpContext, caller);
        var progress = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request, cancellationToken);
        return progress.Failed ? null : progress.Value;
    }

    /// <summary>Lists the files of a build.</summary>
    /// <param name="buildId">The build.</param>
    /// <param name="page">Which part of the list.</param>
    /// <response code="200">A page of files, by path.</response>
    [
        HttpGet("builds/{buildId:guid}/files", Name = "listBuildFiles"),
        ProducesResponseType<Page<BuildFileView>>(200),
        Problems(400, 401, 403, 404)
    ]
    public Task<ActionResult<Page<BuildFileView>>> Files(
        Guid buildId,
        [FromQuery] PageQuery page,
        CancellationToken cancellationToken
    ) => Answer(page.For(new ListBuildFiles { BuildId = buildId }), cancellationToken);

    /// <summary>Reads a build's provenance.</summary>
    /// <remarks>An in-toto statement with a SLSA provenance predicate; its subjects are the files.</remarks>
    /// <response code="200">The statement.</response>
    [
        HttpGet("builds/{buildId:guid}/provenance", Name = "getBuildProvenance"),
        ProducesResponseType<JsonElement>(200),
        Problems(401, 403, 404, 409)
    ]
    public Task<ActionResult> Provenance(Guid buildId, CancellationToken cancellationToken) =>
        Record(buildId, BuildRecord.Provenance, cancellationToken);

    /// <summary>Lists the npm packages in a build's runner.</summary>
    /// <remarks>A CycloneDX document.</remarks>
    /// <response code="200">The document.</response>
    [
        HttpGet("builds/{buildId:guid}/components", Name = "getBuildComponents"),
        ProducesResponseType<JsonElement>(200),
        Problems(401, 403, 404, 409)
    ]
    public Task<ActionResult> Components(Guid buildId, CancellationToken cancellationToken) =>
        Record(buildId, BuildRecord.Components, cancellationToken);

    async Task<ActionResult> Record(Guid buildId, BuildRecord record, CancellationToken cancellationToken)
    {
        var text = await Mediator.Send(new ReadBuildRecord(buildId, record), cancellationToken);
        if (text.Failed)
            return Refused(text.Error);
        // A build is recorded once.
        var tag = new EntityTagHeaderValue($"\"{buildId}\"");
        return File(text.Value, "application/json", lastModified: null, tag);
    }
}
