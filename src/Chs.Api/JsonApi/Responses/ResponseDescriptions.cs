namespace Chs.Api.JsonApi.Responses;

/// <summary>What the OpenAPI document says about responses in v1 and v2.</summary>
static class ResponseDescriptions
{
    const string Moving =
        "What is saved while you read page after page moves to the first one, and others move on: compare ids. The cursors "
        + "of v3, and its downloads, miss and double nothing.";

    public static readonly JsonApiDescription List = JsonApiDescription.OfPage<ResponseAttributes>(
        "listResponses",
        "Lists responses, last modified first.",
        "Of your own children, and consented ones that you may read. " + Moving,
        "child",
        "study"
    );

    public static readonly JsonApiDescription ListOfStudy = JsonApiDescription.OfPage<ResponseAttributes>(
        "listResponsesOfStudy",
        "Lists a study's responses, last modified first.",
        "Of your own children, and those that you may read as a researcher. "
            + "With `child`: only of that child, if it is yours. "
            + Moving,
        "child"
    );

    public static readonly JsonApiDescription Read = JsonApiDescription.OfOne<ResponseAttributes>(
        "getResponse",
        "Reads a response.",
        "Of your own children, or a consented one that you may read."
    );

    public static readonly JsonApiDescription ReadOfStudy = JsonApiDescription.OfOne<ResponseAttributes>(
        "readResponseOfStudy",
        "Reads a response of a study.",
        "One that you find in the study's list."
    );

    public static readonly JsonApiDescription Create = Creation("createResponse");

    public static readonly JsonApiDescription CreateOfStudy = Creation("createResponseOfStudy");

    public static readonly JsonApiDescription Save = Change(
        "saveResponse",
        "Saves what a runner has so far.",
        "Only the child's parent. `exp_data` of a jsPsych session is the list of all trials so far: "
            + "it may grow, its items may change, it can't shrink."
    );

    public static readonly JsonApiDescription SaveOfStudy = Change(
        "saveResponseOfStudy",
        "Saves what a runner has so far.",
        "As without the study in the address."
    );

    public static readonly JsonApiDescription Replace = Replacement(
        "replaceResponse",
        "Saves a response as a whole.",
        "As saving, with every writable attribute."
    );

    public static readonly JsonApiDescription ReplaceOfStudy = Replacement(
        "replaceResponseOfStudy",
        "Saves a response as a whole.",
        "As without the study in the address."
    );

    static JsonApiDescription Creation(string name) =>
        JsonApiDescription
            .OfOne<ResponseAttributes>(
                name,
                "Makes a response for one of your children.",
                "The relationships study and child are needed, attributes aren't. "
                    + "The study must be active, or one that you may preview: then the response is a preview."
            )
            .WithBody<JsonApiNewDocument<ResponseChanges>>() with
        {
            Status = StatusCodes.Status201Created,
        };

    static JsonApiDescription Change(string name, string summary, string details) =>
        JsonApiDescription
            .OfOne<ResponseAttributes>(name, summary, details)
            .WithBody<JsonApiDocument<ResponseChanges>>();

    static JsonApiDescription Replacement(string name, string summary, string details) =>
        JsonApiDescription
            .OfOne<ResponseAttributes>(name, summary, details)
            .WithBody<JsonApiDocument<ResponseReplacement>>();
}
