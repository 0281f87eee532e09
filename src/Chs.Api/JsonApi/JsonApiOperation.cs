namespace Chs.Api.JsonApi;

/// <summary>One operation of v1 and v2.</summary>
/// <param name="Verb">Such as <c>PATCH</c>.</param>
/// <param name="Handle">Answers the request.</param>
/// <param name="Description">What the OpenAPI document says about the operation.</param>
/// <param name="IsBare">
/// Whether its address answers this verb only, neither HEAD nor OPTIONS. Some addresses of the reference are like that.
/// </param>
sealed record JsonApiOperation(
    string Verb,
    Func<HttpContext, Task> Handle,
    JsonApiDescription Description,
    bool IsBare = false
)
{
    /// <summary>Whether a study's code may send it with the key of its play.</summary>
    public bool IsForPlay { get; init; }

    /// <summary>HEAD is served by the handler of GET, but isn't an operation of its own in the OpenAPI document.</summary>
    public bool AnswersHead => Verb is "GET" && !IsBare;
}
