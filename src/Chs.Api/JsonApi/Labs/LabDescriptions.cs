namespace Chs.Api.JsonApi.Labs;

/// <summary>What the OpenAPI document says about labs in v1 and v2.</summary>
static class LabDescriptions
{
    public static readonly JsonApiDescription List = JsonApiDescription.OfPage<LabAttributes>(
        "listLabs",
        "Lists labs by name.",
        "Approved ones."
    );

    public static readonly JsonApiDescription Read = JsonApiDescription.OfOne<LabAttributes>(
        "getLab",
        "Reads a lab.",
        "Approved ones, whoever is logged in."
    );
}
