namespace Chs.Api.Commands;

/// <summary>Exit codes of the program, with the meanings of <c>sysexits.h</c>.</summary>
static class ExitCode
{
    public const int Success = 0;

    /// <summary>EX_USAGE: an unknown command, or wrong arguments.</summary>
    public const int Usage = 64;

    /// <summary>EX_DATAERR: the audit log was changed, an import left rows out, or the account is the demo's.</summary>
    public const int DataError = 65;

    /// <summary>EX_NOINPUT: the source of an import can't be read.</summary>
    public const int NoInput = 66;

    /// <summary>EX_NOUSER: there is no such account.</summary>
    public const int NoUser = 67;

    /// <summary>EX_CONFIG: the settings have faults; a supervisor shouldn't start the program again.</summary>
    public const int Configuration = 78;

    /// <summary>Stopped by Ctrl-C: 128 and the number of SIGINT, as shells count.</summary>
    public const int Interrupted = 130;
}
