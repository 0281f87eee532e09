namespace Chs.Infrastructure.Sources;

/// <summary>The format of a source's archive.</summary>
enum ArchiveKind
{
    Zip = 1,
    TarGz,
}
