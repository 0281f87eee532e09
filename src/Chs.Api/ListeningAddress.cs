namespace Chs.Api;

/// <summary>Where the program listens.</summary>
static class ListeningAddress
{
    /// <summary>Where it listens when the operator names no address.</summary>
    public const string Default = "http://localhost:5080";

    /// <summary>Returns the address by which a browser on this machine reaches the program.</summary>
    /// <param name="urls">The host's setting <c>urls</c>, several separated by semicolons; null: the default.</param>
    public static Uri FromThisMachine(string? urls)
    {
        var first = (urls ?? Default)
            .Split(';')[0]
            .Replace("://*", "://localhost")
            .Replace("://+", "://localhost")
            .Replace("[::]", "localhost")
            .Replace("0.0.0.0", "localhost");
        var address = first.EndsWith('/') ? first : first + "/";
        return Uri.TryCreate(address, UriKind.Absolute, out var valid) ? valid : new Uri(Default);
    }
}
