using Chs.Application.Rules;

namespace Chs.Application.Responses;

/// <summary>The address at which a family goes on with a study that runs elsewhere.</summary>
static class ExternalStudyUrl
{
    /// <returns>Null when the text is no web address.</returns>
    public static Uri? Parse(string text) =>
        text.Length > 0 && TextRules.IsWebAddressOrEmpty(text) ? new Uri(text) : null;

    /// <summary>
    /// Adds to a study's address who takes part: <c>child</c>, the hashed id, and <c>response</c>. What the address
    /// itself says stays, but for these two.
    /// </summary>
    public static Uri For(Uri address, string hashedChildId, Guid response)
    {
        var kept = address
            .Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => Uri.UnescapeDataString(part.Split('=')[0]) is not ("child" or "response"));
        string[] query = [.. kept, $"child={Uri.EscapeDataString(hashedChildId)}", $"response={response}"];
        var whole = new UriBuilder(address) { Host = address.IdnHost, Query = string.Join('&', query) }.Uri;
        // A browser is sent there by a header, which holds ASCII only; and JSON writes the text that an address was made
        // of, in which the builder names the scheme's own port.
        return new Uri(whole.AbsoluteUri);
    }
}
