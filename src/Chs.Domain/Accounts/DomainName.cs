using System.Globalization;

namespace Chs.Domain.Accounts;

/// <summary>Names of the internet, which may be written in any script.</summary>
static class DomainName
{
    /// <returns>The name as it is when it is no domain.</returns>
    public static string InAscii(string name)
    {
        try
        {
            return new IdnMapping().GetAscii(name).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return name;
        }
    }
}
