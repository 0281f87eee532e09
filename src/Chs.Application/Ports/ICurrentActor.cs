using Chs.Application.Access;

namespace Chs.Application.Ports;

/// <summary>The person who sends the current request, as the host has authenticated them.</summary>
public interface ICurrentActor
{
    /// <summary>Null when nobody is logged in.</summary>
    Actor? Actor { get; }

    /// <summary>Whether an API key shows who sends the request, rather than a log-in of a browser or a program.</summary>
    bool IsApiKey { get; }

    /// <summary>
    /// The network that the request comes from, shortened so that it names nobody's home, such as <c>192.0.2.0/24</c>; null:
    /// it comes from none.
    /// </summary>
    string? Network => null;
}
