namespace Chs.Api.JsonApi.Children;

/// <summary>What the OpenAPI document says about children in v1 and v2.</summary>
static class ChildDescriptions
{
    public static readonly JsonApiDescription List = JsonApiDescription.OfPage<ChildAttributes>(
        "listChildren",
        "Lists children, youngest first.",
        "Your own, and those with a consented response that you may read. `ordering=birthday` turns the order round.",
        "ordering"
    );

    public static readonly JsonApiDescription Read = JsonApiDescription.OfOne<ChildAttributes>(
        "getChild",
        "Reads a child.",
        "Your own, or one with a consented response that you may read."
    );

    public static readonly JsonApiDescription ListOfUser = JsonApiDescription.OfPage<ChildAttributes>(
        "listChildrenOfUser",
        "Lists a user's children, youngest first.",
        "Those of them that you may see.",
        "ordering"
    );

    public static readonly JsonApiDescription ReadOfUser = JsonApiDescription.OfOne<ChildAttributes>(
        "readChildOfUser",
        "Reads a user's child.",
        "One that you find in the list."
    );
}
