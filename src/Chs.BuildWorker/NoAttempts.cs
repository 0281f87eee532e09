using Chs.Application.Ports;

namespace Chs.BuildWorker;

/// <summary>Nobody tries a password or asks for a mail at the worker.</summary>
sealed class NoAttempts : IAttemptLimit
{
    public bool MayTry(Guid account) => false;

    public bool MayMail(Guid account) => false;
}
