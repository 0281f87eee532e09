using Chs.Domain.Accounts;

namespace Chs.Application.Accounts;

/// <summary>Shows accounts to their owners.</summary>
sealed class AccountViews(SecondFactors factors)
{
    public async Task<AccountView> OfAsync(User user, CancellationToken cancellationToken)
    {
        var hasSecondFactor = await factors.IsActiveAsync(user, cancellationToken);
        return AccountView.Of(user, hasSecondFactor);
    }
}
