namespace Chs.Api.JsonApi.Users;

/// <summary>What the OpenAPI document says about users in v1 and v2.</summary>
static class UserDescriptions
{
    public static readonly JsonApiDescription List = JsonApiDescription.OfPage<UserAttributes>(
        "listUsers",
        "Lists users.",
        "Yourself, and parents of children with a consented response that you may read. "
            + "E-mail addresses are for holders of a right of its own."
    );

    public static readonly JsonApiDescription Read = JsonApiDescription.OfOne<UserAttributes>(
        "readUser",
        "Reads a user.",
        "One that you find in the list."
    );
}
