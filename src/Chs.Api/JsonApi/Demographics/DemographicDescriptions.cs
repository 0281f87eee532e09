namespace Chs.Api.JsonApi.Demographics;

/// <summary>What the OpenAPI document says about demographic answers in v1 and v2.</summary>
static class DemographicDescriptions
{
    public static readonly JsonApiDescription List = JsonApiDescription.OfPage<DemographicAttributes>(
        "listDemographics",
        "Lists demographic answers, newest first.",
        "Your own, and those that belong to a consented response that you may read.",
        "ordering"
    );

    public static readonly JsonApiDescription Read = JsonApiDescription.OfOne<DemographicAttributes>(
        "readDemographics",
        "Reads demographic answers.",
        "Ones that you find in the list."
    );

    public static readonly JsonApiDescription ListOfUser = JsonApiDescription.OfPage<DemographicAttributes>(
        "listDemographicsOfUser",
        "Lists a user's demographic answers, newest first.",
        "Those of them that you may see.",
        "ordering"
    );

    public static readonly JsonApiDescription ReadOfUser = JsonApiDescription.OfOne<DemographicAttributes>(
        "readDemographicsOfUser",
        "Reads a user's demographic answers.",
        "Ones that you find in the list."
    );
}
