using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Chs.Domain;
using Chs.Domain.Responses;

namespace Chs.Application.Responses;

/// <summary>
/// The data of a session as a player sent them, split at the top level into entries: trials or frames.
/// </summary>
/// <remarks>The bytes are read once and stored unchanged.</remarks>
public sealed class SessionData
{
    /// <summary>Kind of the trial or frame that holds the exit survey.</summary>
    public const string ExitKind = "exit";

    /// <summary>Bytes of an entry's digest.</summary>
    const int DigestLength = 16;

    readonly ReadOnlyMemory<byte> _document;
    readonly List<Entry> _entries = [];

    SessionData(ReadOnlyMemory<byte> document) => _document = document;

    /// <summary>The data as a whole, UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Raw { get; private set; }

    public DataShape Shape { get; private set; }

    /// <summary>Number of entries.</summary>
    public int Count => _entries.Count;

    /// <summary>Id of a frame exactly as it was sent, which may hold <see cref="OddCharacters"/>; null for a trial.</summary>
    public string? KeyOf(int index) => _entries[index].Key;

    /// <summary>Name of a trial in the sequence, <c>index-type</c>; null when the entry lacks either.</summary>
    public string? LabelOf(int index) => _entries[index].Label;

    /// <summary>Lower-case kind of an entry, such as <see cref="ExitKind"/>; null when it names none.</summary>
    public string? KindOf(int index) => _entries[index].Kind;

    /// <summary>Index of the last entry of a kind; -1 when there is none.</summary>
    public int LastIndexOf(string kind) => _entries.FindLastIndex(entry => entry.Kind == kind);

    /// <summary>
    /// The JSON object that holds the answers of the exit survey, for an entry of kind <see cref="ExitKind"/>.
    /// </summary>
    public ReadOnlyMemory<byte> SurveyOf(int index) => _entries[index].Survey;

    /// <summary>The entry as it was sent, UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> PayloadOf(int index) => _document.Slice(_entries[index].Start, _entries[index].Length);

    /// <summary>Digest of one entry, 16 bytes.</summary>
    public byte[] DigestOf(int index)
    {
        var digest = new byte[DigestLength];
        BinaryPrimitives.WriteUInt128BigEndian(digest, _entries[index].Digest);
        return digest;
    }

    /// <summary>A copy of one entry, to be stored.</summary>
    public EntryContent ContentOf(int index) =>
        new(LabelOf(index), KindOf(index), PayloadOf(index).ToArray(), DigestOf(index));

    /// <summary>
    /// Digest over the first entries; empty for none. It equals the stored digest when exactly these entries are
    /// stored.
    /// </summary>
    public byte[] RunningDigest(int count) =>
        DigestOver(_entries.Take(count).Select(entry => (entry.Key, entry.Digest)));

    /// <summary>Digest over entries whose keys and digests are known; empty for none.</summary>
    public static byte[] DigestOver(IEnumerable<(string? Key, UInt128 Digest)> entries)
    {
        XxHash128? hash = null;
        Span<byte> bytes = stackalloc byte[DigestLength];
        foreach (var (key, digest) in entries)
        {
            hash ??= new XxHash128();
            BinaryPrimitives.WriteUInt128BigEndian(bytes, digest);
            hash.Append(bytes);
            // UTF-16, which also odd characters have.
            if (key is not null)
                hash.Append(MemoryMarshal.AsBytes(key.AsSpan()));
        }

        return hash is null ? [] : hash.GetCurrentHash();
    }

    /// <summary>Reads a document that holds nothing but the data.</summary>
    /// <param name="document">UTF-8.</param>
    /// <param name="maximumDepth">The deepest nesting that is accepted.</param>
    /// <exception cref="JsonException">It isn't JSON, or nested too deeply.</exception>
    public static SessionData Of(ReadOnlyMemory<byte> document, int maximumDepth = JsonText.MaximumDepth)
    {
        var options = new JsonReaderOptions { MaxDepth = maximumDepth };
        var reader = new Utf8JsonReader(OddCharacters.ReplaceEscapes(document).Span, options);
        reader.Read();
        return Read(ref reader, document);
    }

    /// <summary>
    /// Reads the value at which the reader stands. Afterwards the reader stands at the value's last token.
    /// </summary>
    /// <param name="reader">Reads the document without its odd characters, so that no text of it is refused.</param>
    /// <param name="document">The bytes that were sent.</param>
    /// <exception cref="JsonException">The value isn't JSON, or nested too deeply.</exception>
    public static SessionData Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> document)
    {
        var data = new SessionData(document);
        var start = (int)reader.TokenStartIndex;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                data.Shape = DataShape.List;
                data.ReadList(ref reader);
                break;
            case JsonTokenType.StartObject:
                data.Shape = DataShape.Object;
                data.ReadObject(ref reader);
                break;
            default:
                data.Shape = DataShape.Other;
                data._entries.Add(ReadEntry(ref reader, document, null));
                break;
        }

        data.Raw = document[start..(int)reader.BytesConsumed];
        return data;
    }

    /// <summary>Number of items in a frame's own list <c>eventTimings</c>; 0 without one.</summary>
    public static int CountEvents(ReadOnlyMemory<byte> frame)
    {
        using var document = JsonDocument.Parse(OddCharacters.ReplaceEscapes(frame), StoredJson.Options);
        var root = document.RootElement;
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("eventTimings", out var events))
            return 0;
        return events.ValueKind is JsonValueKind.Array ? events.GetArrayLength() : 0;
    }

    void ReadList(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            _entries.Add(ReadEntry(ref reader, _document, null));
    }

    void ReadObject(ref Utf8JsonReader reader)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
        {
            var key = ReadKey(ref reader);
            reader.Read();
            var entry = ReadEntry(ref reader, _document, key);
            // As in JavaScript, the last of several equal names counts, at the position of the first.
            if (indexes.TryAdd(key, _entries.Count))
                _entries.Add(entry);
            else
                _entries[indexes[key]] = entry;
        }
    }

    /// <summary>
    /// Reads the id of a frame as it was sent: where it holds odd characters, it must be told apart from others that do.
    /// </summary>
    string ReadKey(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return reader.GetString()!;
        var afterQuote = (int)reader.TokenStartIndex + 1;
        return JsonText.TextOf(_document.Span.Slice(afterQuote, reader.ValueSpan.Length));
    }

    static Entry ReadEntry(ref Utf8JsonReader reader, ReadOnlyMemory<byte> document, string? key)
    {
        var start = (int)reader.TokenStartIndex;
        var members = new EntryMembers();
        if (reader.TokenType is JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
                ReadMember(ref reader, document, ref members);
        }
        else
        {
            reader.Skip();
        }

        var end = (int)reader.BytesConsumed;
        return new Entry(
            start,
            end - start,
            key,
            members.Label,
            members.Kind,
            // A trial holds the survey's answers in its member "response", a frame holds them itself.
            key is null
                ? members.Response
                : document[start..end],
            XxHash128.HashToUInt128(document.Span[start..end])
        );
    }

    /// <summary>Reads one member of an entry, from its name to the last token of its value.</summary>
    static void ReadMember(ref Utf8JsonReader reader, ReadOnlyMemory<byte> document, ref EntryMembers members)
    {
        var member = MemberOf(ref reader);
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        var text = member is Member.Other ? null : ScalarText(ref reader);
        reader.Skip();
        switch (member)
        {
            case Member.TrialIndex:
                members.TrialIndex = text ?? RawTextUnlessNull(start, ref reader, document);
                break;
            case Member.TrialType:
                members.TrialType = text ?? RawTextUnlessNull(start, ref reader, document);
                break;
            case Member.Kind:
                members.Kind = text?.ToLowerInvariant();
                break;
            case Member.Response:
                members.Response = document[start..(int)reader.BytesConsumed];
                break;
        }
    }

    static Member MemberOf(ref Utf8JsonReader reader) =>
        reader.ValueSpan.Length switch
        {
            8 when reader.ValueTextEquals("chs_type"u8) => Member.Kind,
            8 when reader.ValueTextEquals("response"u8) => Member.Response,
            9 when reader.ValueTextEquals("frameType"u8) => Member.Kind,
            10 when reader.ValueTextEquals("trial_type"u8) => Member.TrialType,
            11 when reader.ValueTextEquals("trial_index"u8) => Member.TrialIndex,
            _ => Member.Other,
        };

    /// <returns>Null when the value is null, an object or a list.</returns>
    static string? ScalarText(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return Encoding.ASCII.GetString(reader.ValueSpan);
            case JsonTokenType.True:
                return "True";
            case JsonTokenType.False:
                return "False";
            default:
                return null;
        }
    }

    static string? RawTextUnlessNull(int start, ref Utf8JsonReader reader, ReadOnlyMemory<byte> document) =>
        reader.TokenType is JsonTokenType.Null
            ? null
            : Encoding.UTF8.GetString(document.Span[start..(int)reader.BytesConsumed]);

    /// <summary>Members of an entry that are read.</summary>
    enum Member
    {
        Other,
        TrialIndex,
        TrialType,
        Kind,
        Response,
    }

    /// <summary>What has been read of an entry's members so far.</summary>
    struct EntryMembers
    {
        public string? TrialIndex;
        public string? TrialType;
        public string? Kind;
        public ReadOnlyMemory<byte> Response;

        public readonly string? Label => TrialIndex is null || TrialType is null ? null : $"{TrialIndex}-{TrialType}";
    }

    readonly record struct Entry(
        int Start,
        int Length,
        string? Key,
        string? Label,
        string? Kind,
        ReadOnlyMemory<byte> Survey,
        UInt128 Digest
    );
}
