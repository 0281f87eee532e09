using Chs.Domain;

namespace Chs.Infrastructure.Sources;

/// <summary>Why an archive is refused. All have the same code.</summary>
static class ArchiveErrors
{
    const int MaximumNameLength = 200;

    public static readonly Error Broken = Refuse("The archive is broken."),
        Encrypted = Refuse("The archive is encrypted.");

    public static Error TooManyFiles(int limit) => Refuse($"The archive holds more than {limit} files.");

    public static Error TooManyBytes(long limit) => Refuse($"The archive holds more than {Megabytes(limit)} MB.");

    public static Error TooLarge(long limit) => Refuse($"The archive is larger than {Megabytes(limit)} MB.");

    public static Error Link(string name) => Refuse($"'{Printable(name)}' is a link.");

    public static Error NotAFile(string name) =>
        Refuse($"'{Printable(name)}' is a link or something else that isn't a file.");

    public static Error Outside(string name) => Refuse($"'{Printable(name)}' leads out of the archive.");

    public static Error Duplicate(string name) => Refuse($"'{Printable(name)}' is there twice.");

    public static Error BelowFile(string name) => Refuse($"'{Printable(name)}' lies below a file.");

    static Error Refuse(string reason) => Error.Conflict("runner.archive_refused", reason);

    static long Megabytes(long bytes) => bytes / 1024 / 1024;

    /// <summary>Names come from strangers: control characters are left out, and long names are cut off.</summary>
    static string Printable(string name) => string.Concat(name.Where(c => !char.IsControl(c)).Take(MaximumNameLength));
}
