using Chs.Application.Access;
using Chs.Application.Accounts;

namespace Chs.Application.Ports;

/// <summary>Who asks, as the host knows it.</summary>
public interface ICurrentActor
{
    /// <summary>Null when nobody is logged in.</summary>
    Actor? Actor { get; }
}
