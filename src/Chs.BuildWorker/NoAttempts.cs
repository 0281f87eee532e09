using Chs.Application.Ports;

namespace Chs.BuildWorker;

/// <summary>Nobody tries a password or asks for a mail at the worker.</summary>
sealed class NoAttempts : IAttemptLimit
{
    public TimeSpan? CountAttempt(Guid account) => TimeSpan.MaxValue;

    public TimeSpan? CountMail(Guid account) => TimeSpan.MaxValue;
}
