using Chs.Api.Access;

namespace Chs.Api.Pages;

/// <summary>Posted forms, and their protection against forgery.</summary>
static class Forms
{
    extension(HttpContext http)
    {
        /// <returns>Null when the body is no form.</returns>
        public Task<IFormCollection?> ReadFormAsync() => PostedForm.ReadAsync(http.Request, http.RequestAborted);
    }

    extension(Antiforgery antiforgery)
    {
        /// <returns>What is wrong with the form's antiforgery value; null when nothing is.</returns>
        public string? FaultOf(HttpContext http, IFormCollection form) =>
            antiforgery.Fault(http, form[SessionCookies.AntiforgeryField].ToString());
    }

    /// <summary>The answer to a body that is no form.</summary>
    public static IResult NoForm => Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
}
