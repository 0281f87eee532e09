namespace Chs.Api.Access;

/// <summary>Reads cookies as browsers send them.</summary>
static class RequestCookies
{
    extension(HttpRequest request)
    {
        /// <summary>Returns all values of a cookie, in the order in which they were sent.</summary>
        /// <remarks>
        /// Several cookies can have one name, when another host of the domain has set one too; the platform shows one of
        /// them. It also ignores case, and some blanks around names, by which a foreign cookie could pass for ours.
        /// </remarks>
        public IReadOnlyList<string> CookieValues(string name)
        {
            List<string> values = [];
            foreach (var header in request.Headers.Cookie)
                AddValues(values, header, name);
            return values;
        }
    }

    static void AddValues(List<string> values, ReadOnlySpan<char> header, string name)
    {
        foreach (var range in header.Split(';'))
        {
            var pair = header[range].Trim(' ');
            if (
                pair.Length > name.Length
                && pair[name.Length] == '='
                && pair.StartsWith(name, StringComparison.Ordinal)
            )
                values.Add(Uri.UnescapeDataString(pair[(name.Length + 1)..]));
        }
    }
}
