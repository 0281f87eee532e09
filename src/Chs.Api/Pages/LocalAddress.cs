namespace Chs.Api.Pages;

/// <summary>Addresses that a link may name as where to go next.</summary>
static class LocalAddress
{
    /// <summary>Returns the address when it is one of this site, else the home page: a forged link leads nobody elsewhere.</summary>
    public static string Of(string? next) =>
        next is ['/', not ('/' or '\\'), ..] && !next.Any(char.IsControl) ? next : "/";
}
