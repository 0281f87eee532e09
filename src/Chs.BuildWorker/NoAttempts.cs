using Chs.Application.Ports;

namespace Chs.BuildWorker;

/// <summary>Nobody tries a password or a code at the worker.</summary>
sealed class NoAttempts : IAttemptLimit
{
    public bool MayTry(Guid account) => false;
}
