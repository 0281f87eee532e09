using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Chs.Domain.Responses;

namespace Chs.Application.Responses;

/// <summary>The data of a session as a runner sent them, split at the top level into trials or frames. The bytes are looked at once and never re-written.</summary>
public sealed class SessionData
{
    /// <summary>Kind of the trial or frame that holds the exit survey.</summary>
    public const string Exit = "exit";

    readonly ReadOnlyMemory<byte> _document;
    readonly List<Piece> _pieces = [];

    SessionData(ReadOnlyMemory<byte> document) => _document = document;

    /// <summary>What was sent as a whole.</summary>
    public ReadOnlyMemory<byte> Raw { get; private set; }

    public DataShape Shape { get; private set; }

    public int Count => _pieces.Count;

    public string? KeyOf(int index) => _pieces[index].Key;

    public string? LabelOf(int index) => _pieces[index].Label;

    public string? KindOf(int index) => _pieces[index].Kind;

    /// <summary>Place of the last entry of a kind; -1 when there is none.</summary>
    public int LastOf(string kind) => _pieces.FindLastIndex(piece => piece.Kind == kind);

    /// <summary>What the exit survey's answers stand in, for a trial or frame of kind <c>exit</c>.</summary>
    public ReadOnlyMemory<byte> SurveyOf(int index) => _pieces[index].Survey;

    /// <summary>Digest of one entry, 16 bytes.</summary>
    public byte[] DigestOf(int index)
    {
        var digest = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(digest, _pieces[index].Digest);
        return digest;
    }

    public EntryContent ContentOf(int index) =>
        new(
            LabelOf(index),
            KindOf(index),
            _document.Slice(_pieces[index].Start, _pieces[index].Length).ToArray(),
            DigestOf(index)
        );

    /// <summary>Digest over the first entries; equal to what is stored when exactly these are stored. Empty for none.</summary>
    public byte[] RunningDigest(int count) => Running(_pieces.Take(count).Select(piece => (piece.Key, piece.Digest)));

    /// <summary>Digest over entries that are known by key and digest.</summary>
    public static byte[] Running(IEnumerable<(string? Key, UInt128 Digest)> entries)
    {
        XxHash128? hash = null;
        Span<byte> digest = stackalloc byte[16];
        foreach (var (key, value) in entries)
        {
            hash ??= new XxHash128();
            BinaryPrimitives.WriteUInt128BigEndian(digest, value);
            hash.Append(digest);
            if (key is not null)
                hash.Append(Encoding.UTF8.GetBytes(key));
        }

        return hash is null ? [] : hash.GetCurrentHash();
    }

    /// <summary>Reads the value that the reader stands on; afterwards the reader stands on its last token.</summary>
    /// <param name="document">The bytes that the reader reads.</param>
    /// <exception cref="JsonException">It isn't JSON, or nested too deeply.</exception>
    /// <exception cref="UnacceptableJsonException">It is JSON that can't be kept.</exception>
    /// <param name="trusted">Comes from a database that kept it already: nothing in it is refused.</param>
    public static SessionData Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> document, bool trusted = false)
    {
        var data = new SessionData(document);
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                data.Shape = DataShape.List;
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                    data._pieces.Add(ReadPiece(ref reader, document, null, trusted));
                break;
            case JsonTokenType.StartObject:
                data.Shape = DataShape.Object;
                var places = new Dictionary<string, int>(StringComparer.Ordinal);
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
                {
                    Check(ref reader, trusted);
                    var key = reader.GetString()!;
                    reader.Read();
                    var piece = ReadPiece(ref reader, document, key, trusted);
                    // The last of two equal names counts, at the place of the first, as everywhere in JavaScript.
                    if (places.TryAdd(key, data._pieces.Count))
                        data._pieces.Add(piece);
                    else
                        data._pieces[places[key]] = piece;
                }

                break;
            default:
                data.Shape = DataShape.Other;
                data._pieces.Add(ReadPiece(ref reader, document, null, trusted));
                break;
        }

        data.Raw = document[start..(int)reader.BytesConsumed];
        return data;
    }

    /// <summary>How many events a frame's own list <c>eventTimings</c> holds; 0 without one.</summary>
    public static int EventsOf(ReadOnlyMemory<byte> frame)
    {
        using var document = JsonDocument.Parse(frame, new JsonDocumentOptions { MaxDepth = JsonText.MaximumDepth });
        return
            document.RootElement.ValueKind is JsonValueKind.Object
            && document.RootElement.TryGetProperty("eventTimings", out var events)
            && events.ValueKind is JsonValueKind.Array
            ? events.GetArrayLength()
            : 0;
    }

    static Piece ReadPiece(ref Utf8JsonReader reader, ReadOnlyMemory<byte> document, string? key, bool trusted)
    {
        var start = (int)reader.TokenStartIndex;
        string? index = null,
            type = null,
            kind = null;
        ReadOnlyMemory<byte> survey = default;
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
            {
                Check(ref reader, trusted);
                var wanted = Wanted(ref reader);
                reader.Read();
                var valueStart = (int)reader.TokenStartIndex;
                var text = wanted is Member.None ? null : Scalar(ref reader, trusted);
                Skip(ref reader, trusted);
                switch (wanted)
                {
                    case Member.TrialIndex:
                        index = text ?? RawUnlessNull(valueStart, ref reader, document);
                        break;
                    case Member.TrialType:
                        type = text ?? RawUnlessNull(valueStart, ref reader, document);
                        break;
                    case Member.Kind:
                        kind = text?.ToLowerInvariant();
                        break;
                    case Member.Response:
                        survey = document[valueStart..(int)reader.BytesConsumed];
                        break;
                }
            }
        }
        else
        {
            Skip(ref reader, trusted);
        }

        var end = (int)reader.BytesConsumed;
        // A trial's answers stand in its response, a frame's in the frame itself.
        if (key is not null)
            survey = document[start..end];
        return new Piece(
            start,
            end - start,
            key,
            index is null || type is null ? null : $"{index}-{type}",
            kind,
            survey,
            XxHash128.HashToUInt128(document.Span[start..end])
        );
    }

    static Member Wanted(ref Utf8JsonReader reader) =>
        reader.ValueSpan.Length switch
        {
            8 when reader.ValueTextEquals("chs_type"u8) => Member.Kind,
            8 when reader.ValueTextEquals("response"u8) => Member.Response,
            9 when reader.ValueTextEquals("frameType"u8) => Member.Kind,
            10 when reader.ValueTextEquals("trial_type"u8) => Member.TrialType,
            11 when reader.ValueTextEquals("trial_index"u8) => Member.TrialIndex,
            _ => Member.None,
        };

    static string? Scalar(ref Utf8JsonReader reader, bool trusted) =>
        reader.TokenType switch
        {
            JsonTokenType.String => Check(ref reader, trusted) ? reader.GetString() : null,
            JsonTokenType.Number => Check(ref reader, trusted) ? Encoding.ASCII.GetString(reader.ValueSpan) : null,
            JsonTokenType.True => "True",
            JsonTokenType.False => "False",
            _ => null,
        };

    static bool Check(ref Utf8JsonReader reader, bool trusted)
    {
        if (!trusted)
            JsonText.Check(ref reader);
        return true;
    }

    static string? RawUnlessNull(int start, ref Utf8JsonReader reader, ReadOnlyMemory<byte> document) =>
        reader.TokenType is JsonTokenType.Null
            ? null
            : Encoding.UTF8.GetString(document.Span[start..(int)reader.BytesConsumed]);

    /// <summary>To the last token of the value, looking at each on the way.</summary>
    static void Skip(ref Utf8JsonReader reader, bool trusted)
    {
        Check(ref reader, trusted);
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
            Check(ref reader, trusted);
    }

    enum Member
    {
        None,
        TrialIndex,
        TrialType,
        Kind,
        Response,
    }

    readonly record struct Piece(
        int Start,
        int Length,
        string? Key,
        string? Label,
        string? Kind,
        ReadOnlyMemory<byte> Survey,
        UInt128 Digest
    );
}
