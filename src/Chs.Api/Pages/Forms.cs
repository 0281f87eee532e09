using Chs.Api.Access;

namespace Chs.Api.Pages;

/// <summary>Posted forms, and their protection against forgery.</summary>
static class Forms
{
    /// <summary>The fault of a form that another site's page sent.</summary>
    public const string FromAnotherSite = "A page of another site sent this. Please try again here.";

    const string TooOld = "This page was too old, or your browser keeps no cookies of this site. Please try again.";

    extension(HttpContext http)
    {
        /// <returns>Null when the body is no form.</returns>
        public Task<IFormCollection?> ReadFormAsync() => PostedForm.ReadAsync(http.Request, http.RequestAborted);
    }

    extension(Antiforgery antiforgery)
    {
        /// <summary>
        /// Checks the form's antiforgery value. It changes with every log-in, also in another tab, so that people see forms
        /// of before: the answer shows the form again.
        /// </summary>
        /// <returns>What is wrong, in words for people; null when nothing is.</returns>
        public string? FaultOf(HttpContext http, IFormCollection form) =>
            antiforgery.Fault(http, form[SessionCookies.AntiforgeryField].ToString()) switch
            {
                null => null,
                Antiforgery.AnotherSite => FromAnotherSite,
                _ => TooOld,
            };
    }

    /// <summary>The answer to a body that is no form.</summary>
    public static IResult NoForm => Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
}
