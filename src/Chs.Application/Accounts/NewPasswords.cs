using Chs.Application.Ports;
using Chs.Domain;
using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Checks new passwords by <see cref="PasswordRules"/> and the list of common passwords.</summary>
sealed class NewPasswords(IPasswords passwords)
{
    /// <returns>Why the user can't have this password; null when it is good.</returns>
    public Error? Check(string password, User user) =>
        Check(password, user.IsResearcher, user.Email, new PersonName(user.GivenName, user.FamilyName, user.Nickname));

    /// <returns>Why a person with this address and name can't have this password; null when it is good.</returns>
    public Error? Check(string password, bool isResearcher, string email, PersonName name)
    {
        Fault[] faults =
        [
            .. PasswordRules.Check(
                password,
                passwords.IsCommon,
                isResearcher,
                email,
                name.Given,
                name.Family,
                name.Nickname
            ),
        ];
        return faults is [] ? null : Error.Invalid(faults);
    }
}

/// <summary>A new password, hashed before the transaction begins that stores it.</summary>
sealed record HashedPassword(string Hash);
