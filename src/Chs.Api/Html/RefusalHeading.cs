using Chs.Domain;
using Chs.Domain.Studies;

namespace Chs.Api.Html;

/// <summary>What stands above the reason on a page that refuses something.</summary>
static class RefusalHeading
{
    /// <param name="otherwise">The heading of refusals that have none of their own on that page.</param>
    public static string Of(Error error, string otherwise) =>
        error.Code == StudyErrors.NotActiveCode ? "This study isn't running" : otherwise;
}
