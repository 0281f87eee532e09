using System.Globalization;
using Chs.Domain;

namespace Chs.Api;

/// <summary>Tells clients how long to wait before they try again.</summary>
static class RetryAfter
{
    extension(HttpContext http)
    {
        /// <summary>Sets the header <c>Retry-After</c> where the refusal says how long to wait.</summary>
        /// <remarks>Whoever writes an answer to a refusal calls this, whatever the form of the answer.</remarks>
        public void SetRetryAfter(Error error)
        {
            if (error.RetryAfter is { } wait)
                http.SetRetryAfter(wait);
        }

        /// <summary>Sets the header <c>Retry-After</c>, in seconds.</summary>
        public void SetRetryAfter(TimeSpan wait) =>
            http.Response.Headers.RetryAfter = ((long)Math.Ceiling(wait.TotalSeconds)).ToString(
                CultureInfo.InvariantCulture
            );
    }
}
