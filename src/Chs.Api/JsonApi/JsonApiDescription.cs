namespace Chs.Api.JsonApi;

/// <summary>What the OpenAPI document says about an operation of v1 and v2.</summary>
/// <param name="Name">Operation id without the version.</param>
/// <param name="Summary">What the operation does.</param>
/// <param name="Details">Who may use it, and what else a caller must know.</param>
/// <param name="Answer">Shape of the document that answers it.</param>
sealed record JsonApiDescription(string Name, string Summary, string Details, Type Answer)
{
    /// <summary>Status of the answer when all goes well.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>Shape of the body; null when the operation takes none.</summary>
    /// <remarks>The framework's own metadata for bodies would choose endpoints by media type, and answer 405 to a wrong one.</remarks>
    public Type? Body { get; init; }

    /// <summary>Parameters of the query.</summary>
    public IReadOnlyList<string> Query { get; init; } = [];

    /// <summary>Header that must hold a signature; null when the call isn't signed.</summary>
    public string? SignatureHeader { get; init; }

    public bool NeedsLogIn { get; init; } = true;

    /// <summary>Statuses of refusals that any request may meet.</summary>
    public IReadOnlyList<int> Refusals { get; init; } = [401, 404, 406];

    /// <summary>Statuses of refusals that depend on what was sent.</summary>
    public IReadOnlyList<int> InputRefusals { get; init; } = [];

    /// <summary>An operation that answers one resource.</summary>
    public static JsonApiDescription OfOne<T>(string name, string summary, string details)
        where T : class => new(name, summary, details, typeof(JsonApiDocument<T>));

    /// <summary>An operation that answers a page of resources.</summary>
    /// <param name="parameters">What the query takes beside the page's number and size.</param>
    public static JsonApiDescription OfPage<T>(string name, string summary, string details, params string[] parameters)
        where T : class =>
        new(name, summary, details, typeof(JsonApiPage<T>))
        {
            Query = [.. parameters, "page", "page_size"],
            // The other parameters are ignored when they make no sense.
            InputRefusals = parameters.Any(parameter => parameter is "child" or "study") ? [400] : [],
        };

    /// <summary>The same operation with a body.</summary>
    public JsonApiDescription WithBody<T>() =>
        this with
        {
            Body = typeof(T),
            InputRefusals = [400, 403, 409, 413, 415],
        };

    /// <param name="version"><c>v1</c> or <c>v2</c>.</param>
    /// <param name="tag">Under which the document groups the operation.</param>
    public void ApplyTo(IEndpointConventionBuilder endpoint, string version, string tag)
    {
        endpoint
            .WithName($"{Name}{version.ToUpperInvariant()}")
            .WithSummary(Summary)
            .WithDescription(Details)
            .WithTags(tag)
            .WithGroupName("runner")
            .WithMetadata(this);
        AddRefusals(endpoint, Refusals);
        endpoint.WithMetadata(new ProducesResponseTypeMetadata(Status, Answer, [JsonApiWriter.MediaType]));
        AddRefusals(endpoint, InputRefusals);
    }

    static void AddRefusals(IEndpointConventionBuilder endpoint, IReadOnlyList<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.WithMetadata(
                new ProducesResponseTypeMetadata(status, typeof(JsonApiErrors), [JsonApiWriter.MediaType])
            );
    }
}
