namespace Chs.Api.JsonApi.Studies;

/// <summary>What the OpenAPI document says about studies in v1 and v2.</summary>
static class StudyDescriptions
{
    public static readonly JsonApiDescription List = JsonApiDescription.OfPage<StudyAttributes>(
        "listStudies",
        "Lists studies, last modified first.",
        "Active and public ones; researchers see also those whose details they may read."
    );

    public static readonly JsonApiDescription Read = JsonApiDescription.OfOne<StudyAttributes>(
        "getStudy",
        "Reads a study.",
        "Active ones everybody who is logged in, others whoever may read their details."
    );
}
