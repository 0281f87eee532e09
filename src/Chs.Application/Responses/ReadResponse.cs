using System.Text.Json;
using System.Text.Json.Serialization;
using Chs.Application.Access;
using Chs.Application.Pipeline;
using Chs.Application.Ports;
using Chs.Application.Studies;
using Chs.Domain;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace Chs.Application.Responses;

/// <summary>One response with everything that was recorded, for whoever may read the study's data. Leaves a line in the audit log.</summary>
public sealed record ReadResponse(Guid StudyId, Guid ResponseId) : IQuery<ResponseView>, IAudited, IWithinScope
{
    bool IWithinScope.ShowsIdentities => true;

    string IAudited.AuditAction => "read response";

    Guid? IAudited.AuditSubject => ResponseId;

    internal sealed class Handler(IChsDb db, AccessControl access)
        : IRequestHandler<ReadResponse, Outcome<ResponseView>>
    {
        public async Task<Outcome<ResponseView>> Handle(ReadResponse request, CancellationToken cancellationToken)
        {
            var scope = await db.ReadableResponsesAsync(request.StudyId, access, cancellationToken);
            if (scope.Failed)
                return scope.Error;

            var (study, responses) = scope.Value;
            var row = await (
                from response in responses.AsNoTracking()
                where response.Uuid == request.ResponseId
                join child in db.Children on response.ChildId equals child.Id
                join parent in db.Users on response.ParticipantId equals parent.Id
                select new
                {
                    response,
                    Child = child.Uuid,
                    Parent = parent.Uuid,
                }
            ).SingleOrDefaultAsync(cancellationToken);
            if (row is null)
                return Error.NotFound("response");

            var session = (
                await db.LoadSessionsAsync(db.Responses.Where(r => r.Id == row.response.Id), cancellationToken)
            )[0];
            return new ResponseView
            {
                Summary = ResponseListItem.Of(row.response, study, row.Child, row.Parent),
                Sequence = session.Sequence,
                Conditions = new RawJson(row.response.Conditions),
                Data = new RawJson(System.Text.Encoding.UTF8.GetString(session.Data.Span)),
                Version = row.response.Version,
            };
        }
    }
}

/// <summary>A response with everything that was recorded.</summary>
public sealed record ResponseView : IVersioned
{
    public required ResponseListItem Summary { get; init; }

    /// <example>["0-html-button-response"]</example>
    public required IReadOnlyList<string> Sequence { get; init; }

    /// <summary>As the runner sent it.</summary>
    public required RawJson Conditions { get; init; }

    /// <summary>A list of trials (jsPsych) or an object of frames (frameplayer), exactly as the runner sent them.</summary>
    public required RawJson Data { get; init; }

    /// <summary>Counts changes; also the ETag.</summary>
    public required int Version { get; init; }
}

/// <summary>JSON that we pass on without looking into it.</summary>
/// <param name="Text">JSON text.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct RawJson(string Text)
{
    sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return new RawJson(document.RootElement.GetRawText());
        }

        // It was checked when it came in.
        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }
}
