namespace Chs.Api.JsonApi;

/// <summary>What a body holds, or everything that is wrong with it.</summary>
/// <param name="Document">Null when there are errors.</param>
readonly record struct JsonApiParsed<T>(T? Document, IReadOnlyList<JsonApiError> Errors)
    where T : class
{
    public static implicit operator JsonApiParsed<T>(T document) => new(document, []);

    public static implicit operator JsonApiParsed<T>(JsonApiError error) => new(null, [error]);

    public static implicit operator JsonApiParsed<T>(List<JsonApiError> errors) => new(null, errors);
}
