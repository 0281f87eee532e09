using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chs.Application.Responses;
using Chs.Application.Site;
using Chs.Domain;

namespace Chs.Api.JsonApi;

/// <summary>Writes the parts that all resources of v1 and v2 share.</summary>
/// <remarks>By hand: a general library couldn't reproduce where the reference departs from JSON:API.</remarks>
/// <param name="json">Where to write.</param>
/// <param name="root">Address of the contract without the last slash, such as <c>https://host/api/v2</c>.</param>
/// <param name="zone">The zone of all instants.</param>
/// <param name="site">Address of the site without the last slash; null: the contract's own host.</param>
sealed class JsonApiWriter(Utf8JsonWriter json, string root, SiteTimeZone zone, string? site = null)
{
    public const string MediaType = "application/vnd.api+json";

    /// <summary>JSON that is passed through was checked on arrival; checking it again would cost as much as writing it.</summary>
    public static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public Utf8JsonWriter Json => json;

    /// <summary>Address of the contract without the last slash.</summary>
    public string Root => root;

    /// <summary>Address of the site without the last slash.</summary>
    public string Site => site ?? root[..root.IndexOf("/api/", StringComparison.Ordinal)];

    /// <summary>Begins a resource and its attributes.</summary>
    public void BeginResource(string type, Guid id)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("id", id);
        json.WriteStartObject("attributes");
    }

    /// <summary>Ends the attributes and begins the relationships.</summary>
    public void BeginRelationships()
    {
        json.WriteEndObject();
        json.WriteStartObject("relationships");
    }

    /// <summary>Ends the attributes or the relationships, whichever were begun last, and the resource.</summary>
    /// <param name="self">The resource's address within the contract, without slashes at its ends.</param>
    public void EndResource(string self)
    {
        json.WriteEndObject();
        json.WriteStartObject("links");
        json.WriteString("self", $"{root}/{self}/");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="path">Address within the contract, without slashes at its ends; null when there is no related resource.</param>
    public void Relationship(string name, string? path)
    {
        BeginRelationship(name, path);
        json.WriteEndObject();
    }

    /// <summary>A relationship that also identifies the related resource.</summary>
    public void Relationship(string name, string path, string type, Guid id)
    {
        BeginRelationship(name, path);
        json.WriteStartObject("data");
        json.WriteString("type", type);
        json.WriteString("id", id);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes texts exactly, also those of a session that hold odd characters.</summary>
    public void Texts(string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            WriteText(text);
        json.WriteEndArray();
    }

    void WriteText(string text)
    {
        if (OddCharacters.AreIn(text))
            json.WriteRawValue(JsonText.Quote(text), skipInputValidation: true);
        else
            json.WriteStringValue(text);
    }

    /// <param name="text">JSON.</param>
    public void Raw(string name, string text)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(text, skipInputValidation: true);
    }

    /// <summary>Writes ISO 8601 in the site's time zone, with microseconds unless they are zero.</summary>
    public void Instant(string name, DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone.Zone);
        var hasMicroseconds = local.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond != 0;
        var format = hasMicroseconds ? "yyyy-MM-ddTHH:mm:ss.ffffffzzz" : "yyyy-MM-ddTHH:mm:sszzz";
        json.WriteString(name, local.ToString(format, CultureInfo.InvariantCulture));
    }

    /// <summary>A date as attributes hold it.</summary>
    public static string DateOf(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    void BeginRelationship(string name, string? path)
    {
        json.WriteStartObject(name);
        json.WriteStartObject("links");
        json.WriteString("related", path is null ? null : $"{root}/{path}/");
        json.WriteEndObject();
    }
}
