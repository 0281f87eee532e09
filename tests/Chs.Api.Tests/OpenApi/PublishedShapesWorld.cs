using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Chs.Domain.Accounts;
using Chs.Testing;
using Microsoft.EntityFrameworkCore;

namespace Chs.Api.Tests.OpenApi;

/// <summary>
/// Something of every resource of v1 and v2, people who may use it, and a request for every documented status.
/// </summary>
sealed class PublishedShapesWorld
{
    static readonly byte[] TooLarge = new byte[33 * 1024 * 1024];

    readonly Dictionary<string, Guid> _ids = [];

    PublishedShapesWorld() { }

    public required ApiClient Nobody { get; init; }

    /// <summary>Everything here is this family's.</summary>
    public required ApiClient Parent { get; init; }

    /// <summary>May give feedback.</summary>
    public required ApiClient Researcher { get; init; }

    /// <summary>Sees all, and what only holders of special rights see.</summary>
    public required ApiClient Superuser { get; init; }

    public static async Task<PublishedShapesWorld> PrepareAsync(ApiHost host)
    {
        var (parent, study, child) = await host.FamilyAsync();
        var (superuser, email, superuserId) = await host.ResearcherAsync();
        var world = new PublishedShapesWorld
        {
            Nobody = host.Nobody(),
            Parent = parent,
            Researcher = await host.LoggedInAsync("researcher"),
            Superuser = superuser,
        };
        world._ids["studies"] = study;
        world._ids["children"] = child;
        await world.AddToDatabaseAsync(host, superuserId);
        // What an account may do is remembered for a while with its session: a new one knows of the new rights.
        await superuser.PostJsonAsync("/api/v3/session", new { email, password = ApiHost.Password });
        await world.AddThroughTheApiAsync();
        return world;
    }

    async Task AddToDatabaseAsync(ApiHost host, Guid superuserId)
    {
        await using var db = host.Database();
        var child = _ids["children"];
        (await db.Users.SingleAsync(user => user.Uuid == superuserId)).MakeSuperuser();
        var parent = await db.Users.SingleAsync(user => db.Children.Any(c => c.UserId == user.Id && c.Uuid == child));
        var answers = DemographicAnswers.None with
        {
            Country = "US",
            ChildBirthdays = [new DateOnly(2022, 3, 1)],
            RaceEthnicity = ["white", "other"],
            Extra = """{"heard_from":["a friend"]}""",
        };
        var snapshot = DemographicSnapshot.Take(parent.Id, null, answers, Some.Moment);
        db.DemographicSnapshots.Add(snapshot);
        await db.SaveChangesAsync();
        _ids["users"] = parent.Uuid;
        _ids["demographics"] = snapshot.Uuid;
    }

    async Task AddThroughTheApiAsync()
    {
        var study = _ids["studies"];
        var response = await Parent.StartAsync(study, _ids["children"]);
        _ids["responses"] = _ids["past-sessions"] = response;
        const string consented = """{"completed_consent_frame":true}""";
        (await Parent.PatchAsync(response, consented)).EnsureSuccessStatusCode();
        await Researcher.PostJsonAsync(
            $"/api/v3/studies/{study}/responses/{response}/consent-rulings",
            new { ruling = "accepted" }
        );
        await Researcher.UseKeyAsync();
        await Parent.UseKeyAsync();
        using var given = await SendAsync(Researcher, new("POST", "/api/v1/feedback/"), _ids, "feedback");
        _ids["feedback"] = (await ApiClient.ReadAsync(given)).GetProperty("data").GetProperty("id").GetGuid();
        var labs = await Parent.GetJsonAsync("/api/v1/labs/");
        _ids["labs"] = labs.GetProperty("data")[0].GetProperty("id").GetGuid();
    }

    /// <summary>Who does what the operation is for.</summary>
    public ApiClient ActorOf(PublishedOperation operation)
    {
        if (operation.Path.Contains("/video/"))
            return Nobody;
        return operation is { Path: var path, Verb: not "GET" } && path.Contains("/feedback/") ? Researcher : Parent;
    }

    /// <summary>Sends a request that succeeds.</summary>
    public Task<HttpResponseMessage> SendAsync(ApiClient actor, PublishedOperation operation) =>
        SendAsync(actor, operation, _ids, TypeOf(operation));

    /// <summary>Sends a request that must meet the status.</summary>
    public Task<HttpResponseMessage> ProvokeAsync(PublishedOperation operation, int status)
    {
        var actor = ActorOf(operation);
        var type = TypeOf(operation);
        return status switch
        {
            400 when operation.Verb == "GET" => actor.SendAsync(HttpMethod.Get, operation.Fill(_ids) + "?child=nobody"),
            400 => SendTextAsync(actor, operation, "{", "application/vnd.api+json"),
            401 => SendAsync(Nobody, operation, _ids, type, isSigned: false),
            // With the cookie alone.
            403 => SendAsync(actor, operation, _ids, type, true, ("Authorization", "")),
            404 when operation.IsPaged => actor.SendAsync(HttpMethod.Get, operation.Fill(_ids) + "?page=9999"),
            404 => SendAsync(actor, operation, _ids.ToDictionary(id => id.Key, _ => Guid.NewGuid()), type),
            406 => SendAsync(actor, operation, _ids, type, true, ("Accept", "image/png")),
            409 => SendAsync(actor, operation, _ids, "movies"),
            413 => SendTooLargeAsync(actor, operation),
            415 => SendTextAsync(actor, operation, "{}", "text/plain"),
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Say how this status is met."),
        };
    }

    static string TypeOf(PublishedOperation operation)
    {
        if (operation.Path.Contains("/video/"))
            return "videos";
        return operation.Path.Contains("/feedback/") ? "feedback" : "responses";
    }

    static Task<HttpResponseMessage> SendTextAsync(
        ApiClient actor,
        PublishedOperation operation,
        string text,
        string mediaType
    ) => SendContentAsync(actor, operation, new StringContent(text), mediaType);

    /// <summary>Asks before it sends, so that the refusal comes without the body being sent.</summary>
    static Task<HttpResponseMessage> SendTooLargeAsync(ApiClient actor, PublishedOperation operation) =>
        SendContentAsync(
            actor,
            operation,
            new ByteArrayContent(TooLarge),
            "application/vnd.api+json",
            ("Expect", "100-continue")
        );

    static Task<HttpResponseMessage> SendContentAsync(
        ApiClient actor,
        PublishedOperation operation,
        HttpContent content,
        string mediaType,
        params (string, string)[] headers
    )
    {
        content.Headers.ContentType = new(mediaType);
        var path = Regex.Replace(operation.Path, @"\{\w+\}", _ => Guid.NewGuid().ToString());
        return actor.SendAsync(
            new HttpMethod(operation.Verb),
            path,
            content,
            [.. headers, ("X-AWS-LAMBDA-HMAC-SIG", "any")]
        );
    }

    static Task<HttpResponseMessage> SendAsync(
        ApiClient actor,
        PublishedOperation operation,
        Dictionary<string, Guid> ids,
        string type,
        bool isSigned = true,
        params (string, string)[] headers
    )
    {
        if (operation.Verb == "GET")
            return actor.SendAsync(HttpMethod.Get, operation.Fill(ids), null, headers);
        var attributes = AttributesOf(operation);
        if (isSigned && operation.Path.Contains("/video/"))
            headers = [.. headers, ("X-AWS-LAMBDA-HMAC-SIG", Sign(attributes))];
        var content = new StringContent(Document(operation, ids, type, attributes));
        content.Headers.ContentType = new("application/vnd.api+json");
        return actor.SendAsync(new HttpMethod(operation.Verb), operation.Fill(ids), content, headers);
    }

    static string AttributesOf(PublishedOperation operation)
    {
        if (operation.Path.Contains("/video/"))
            return """{"s3_timestamp":"2026-02-01T10:00:00Z","frame_id":"1-a","""
                + $"\"full_name\":\"{Guid.NewGuid()}.webm\"}}";
        return operation.Path.Contains("/feedback/")
            ? """{"comment":"Thank you!"}"""
            : """
                {"conditions":{"a":1},"global_event_timings":[],"exp_data":[{"trial_index":0,"trial_type":"a"}],
                "sequence":["0-a"],"completed":true,"completed_consent_frame":true,"recording_method":"jspsych"}
                """;
    }

    static string Document(PublishedOperation operation, Dictionary<string, Guid> ids, string type, string attributes)
    {
        var id = operation.Path.EndsWith("/{id}/", StringComparison.Ordinal)
            ? $"""  "id":"{ids[TypeOf(operation)]}", """
            : "";
        var relationships = string.Join(
            ',',
            RelationshipsOf(operation).Select(related => Relationship(related.Name, related.Type, ids[related.Type]))
        );
        return $$$"""{"data":{ {{{id}}}"type":"{{{type}}}","attributes":{{{attributes}}},"""
            + $$$""" "relationships":{ {{{relationships}}} } } }""";
    }

    static string Relationship(string name, string type, Guid id) =>
        $$$""" "{{{name}}}":{"data":{"type":"{{{type}}}","id":"{{{id}}}"} } """;

    static (string Name, string Type)[] RelationshipsOf(PublishedOperation operation) =>
        TypeOf(operation) switch
        {
            "videos" => [("study", "studies"), ("response", "responses")],
            "feedback" => [("response", "responses")],
            _ => [("study", "studies"), ("child", "children")],
        };

    static string Sign(string attributes) =>
        Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(ApiHost.CallbackKey), Encoding.UTF8.GetBytes(attributes))
        );
}
