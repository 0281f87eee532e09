using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Chs.Application.Pipeline;
using Chs.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Formatters;
using Microsoft.Extensions.Options;

namespace Chs.Api.V3;

/// <summary>
/// Reads JSON bodies. One that can't be read as what an operation takes is read again member by member, so that the
/// client learns of all faults at once.
/// </summary>
sealed class JsonBodyFormatter : TextInputFormatter
{
    /// <summary>Bytes of a body that are kept in memory; the rest goes to a temporary file.</summary>
    const int MaximumInMemory = 1024 * 1024;

    /// <summary>Of a larger body only the first fault is told.</summary>
    const int MaximumReadAgain = 1024 * 1024;

    public static readonly Fault NoBody = new("", "required", "Send a JSON object.");

    public JsonBodyFormatter()
    {
        SupportedMediaTypes.Add("application/json");
        SupportedMediaTypes.Add("application/merge-patch+json");
        // JSON between programs is UTF-8 (RFC 8259); what claims another encoding is another media type.
        SupportedEncodings.Add(UTF8EncodingWithoutBOM);
    }

    /// <inheritdoc/>
    public override async Task<InputFormatterResult> ReadRequestBodyAsync(
        InputFormatterContext context,
        Encoding encoding
    )
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        var json = services.GetRequiredService<IOptions<JsonOptions>>().Value.JsonSerializerOptions;
        var bindingFaults = services.GetRequiredService<BindingFaults>();
        http.Request.EnableBuffering(MaximumInMemory);
        try
        {
            var body = http.Request.Body;
            var value = await JsonSerializer.DeserializeAsync(body, context.ModelType, json, http.RequestAborted);
            if (value is not null)
                return await InputFormatterResult.SuccessAsync(value);
            bindingFaults.Add(NoBody);
            return await InputFormatterResult.FailureAsync();
        }
        catch (JsonException exception)
        {
            http.Request.Body.Position = 0;
            var type = json.GetTypeInfo(context.ModelType);
            var again = await ReadAgainAsync(http.Request.Body, type, http.RequestAborted);
            bindingFaults.Add(again.Faults is [] ? [FaultOf(exception)] : again.Faults);
            return again.Readable is { } part
                ? await InputFormatterResult.SuccessAsync(part)
                : await InputFormatterResult.FailureAsync();
        }
    }

    /// <returns>Without faults: none was found this way.</returns>
    static async Task<BadBody> ReadAgainAsync(Stream body, JsonTypeInfo type, CancellationToken cancellationToken)
    {
        var content = ArrayPool<byte>.Shared.Rent(MaximumReadAgain + 1);
        var json = ReadOnlyMemory<byte>.Empty;
        try
        {
            var length = await body.ReadAtLeastAsync(content, content.Length, false, cancellationToken);
            if (length > MaximumReadAgain)
                return BadBody.Unknown;
            // The serializer skips a byte order mark, the document doesn't.
            var start = content.AsSpan(0, length).StartsWith(Encoding.UTF8.Preamble)
                ? Encoding.UTF8.Preamble.Length
                : 0;
            json = content.AsMemory(start, length - start);
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = type.Options.MaxDepth });
            var faults = JsonBodyFaults.Of(document.RootElement, type);
            return new BadBody(faults, ReadWithout(faults, document.RootElement, type));
        }
        catch (JsonException) when (JsonFault.Of(json.Span) is { } fault)
        {
            return BadBody.With(fault);
        }
        // A name can't be read, and stands in no place that a pointer could name.
        catch (InvalidOperationException) when (FaultInNames(json.Span) is { } fault)
        {
            return BadBody.With(fault);
        }
        // The others: a text isn't UTF-8.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return BadBody.Unknown;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(content);
        }
    }

    /// <summary>Reads the members of a body that have no fault, so that the use case can check them too.</summary>
    /// <returns>Null when the others are required.</returns>
    static object? ReadWithout(IReadOnlyList<Fault> faults, JsonElement body, JsonTypeInfo type)
    {
        if (faults is [] || type.Kind is not JsonTypeInfoKind.Object || body.ValueKind is not JsonValueKind.Object)
            return null;
        var faulty = faults.Select(fault => fault.Pointer.Split('/')[1]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rest = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(rest))
        {
            writer.WriteStartObject();
            foreach (var member in body.EnumerateObject())
                if (!faulty.Contains(JsonBodyFaults.PointerOf("", member.Name)[1..]))
                    member.WriteTo(writer);
            writer.WriteEndObject();
        }

        try
        {
            return JsonSerializer.Deserialize(rest.WrittenSpan, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static TextFault? FaultInNames(ReadOnlySpan<byte> json) =>
        BrokenText.InBytes(json) ?? JsonFault.Of(Encoding.UTF8.GetString(json), allowsHalves: false);

    static Fault FaultOf(JsonException exception)
    {
        var place = exception is { LineNumber: { } line, BytePositionInLine: { } position }
            ? $"see line {line + 1}, byte {position + 1}"
            : "it isn't UTF-8";
        return new Fault("", "malformed", $"The body can't be read: {place}.");
    }

    /// <summary>What was found in a body that can't be read as a whole.</summary>
    /// <param name="Faults">All of its faults.</param>
    /// <param name="Readable">The rest of it; null when it is nothing without the faulty members.</param>
    sealed record BadBody(IReadOnlyList<Fault> Faults, object? Readable)
    {
        public static readonly BadBody Unknown = new([], null);

        public static BadBody With(TextFault fault) =>
            new([new Fault("", "malformed", $"The body can't be read. {fault.Sentence}")], null);
    }
}
