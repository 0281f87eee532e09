using Chs.Application.Access;
using Chs.Application.Accounts;
using Chs.Application.Ports;

namespace Chs.BuildWorker;

/// <summary>The worker acts for the program itself, never for a person.</summary>
sealed class NoActor : ICurrentActor
{
    public Actor? Actor => null;
}
