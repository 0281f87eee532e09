using Chs.Application.Access;
using Chs.Application.Ports;

namespace Chs.BuildWorker;

/// <summary>The worker never acts for a person.</summary>
sealed class NoActor : ICurrentActor
{
    public Actor? Actor => null;

    public bool IsApiKey => false;
}
